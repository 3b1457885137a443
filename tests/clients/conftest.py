"""The site of the example project, once for all tests here, and Alice with a conversation."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.answers.adopter import Person, Site
from tests.answers.llm_chat_site import running_site


@pytest_asyncio.fixture(scope="package")
async def site(valkey_server: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    folder, settings = tmp_path_factory.mktemp("site"), "tests.clients.settings"
    async with running_site(valkey_server, folder, DJANGO_SETTINGS_MODULE=settings) as site:
        yield site


@pytest_asyncio.fixture(scope="package")
async def alice(site: Site) -> Person:
    return await asyncio.to_thread(site.sign_in)
