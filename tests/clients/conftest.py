"""A project that has nothing but chatstream, and whose model takes its time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.test_llm_chat import type_slowly
from tests.orchestrator.llm.local_server import local_server


@pytest_asyncio.fixture(scope="package")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    database = str(tmp_path_factory.mktemp("adopter") / "chat.sqlite3")
    async with local_server(type_slowly) as model:
        environment = {"DATABASE": database, "OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "none"}
        site = Site("examples.llm_chat", valkey_server, environment)
        try:
            await asyncio.to_thread(site.start)
            yield site
        finally:
            await asyncio.to_thread(site.end)


@pytest_asyncio.fixture(scope="package")
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)
