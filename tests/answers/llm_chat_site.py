"""The example project with a model that types slowly."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.answers.adopter import WORKER, Site
from tests.answers.slow_model import type_slowly
from tests.fork_server import python
from tests.orchestrator.llm.local_server import Exchange, local_server

_databases: dict[str, bytes] = {}  # with all tables, by settings


class _OwnSite(Site):
    """One of this repository: what it is asked is forked from a process that has loaded the libraries."""

    def prepare(self) -> None:
        """Once for each settings in a test process: a later site has a copy of the database."""
        settings, database = self.environment["DJANGO_SETTINGS_MODULE"], Path(self.environment["DATABASE"])
        if settings in _databases:
            database.write_bytes(_databases[settings])
        else:
            super().prepare()
            _databases[settings] = database.read_bytes()

    def run(self, *arguments: str) -> str:
        done = python(*arguments, environment=self.environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with running_site(valkey_server, tmp_path_factory.mktemp("site")) as site:
        yield site


@asynccontextmanager
async def running_site(
    valkey_url: str,
    folder: Path,
    project: str = "examples.llm_chat",
    respond: Callable[[Exchange], Awaitable[None]] = type_slowly,
    worker_command: Sequence[str] = WORKER,
    **added: str,
) -> AsyncIterator[Site]:
    async with local_server(respond) as model:
        environment = {
            "DATABASE": str(folder / "chat.sqlite3"),
            "OPENAI_BASE_URL": model.url,
            "OPENAI_API_KEY": "none",
            **added,
        }
        site = _OwnSite(project, valkey_url, environment, worker_command=worker_command)
        try:
            await asyncio.to_thread(site.start)
            yield site
        finally:
            await asyncio.to_thread(site.end)
