"""The unmodified npm package `openai` ends with the answer to the letter, as the Python one does."""

import asyncio

import pytest
import pytest_asyncio

from tests.answers.adopter import Site
from tests.answers.slow_model import TEXT
from tests.dialects.foreign_client import ForeignClient, install

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]
ENDS = {"chat": "stop", "responses": "completed"}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    return install(tmp_path_factory.mktemp("openai"), "openai.mjs", "openai@7")


@pytest_asyncio.fixture
async def client(site: Site, node: str, script: str) -> ForeignClient:
    return ForeignClient(site, await asyncio.to_thread(site.sign_in), node, script, "openai/v1")


@pytest.mark.parametrize("api", ENDS)
async def test_cuts_change_nothing(client: ForeignClient, api: str) -> None:
    read = await client.run(api=api, cuts=20)
    assert (read["text"], read["end"]) == (TEXT, ENDS[api])
    assert read["cuts"] > 4  # as many as its time has room for


@pytest.mark.parametrize("api", ENDS)
async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(client: ForeignClient, api: str) -> None:
    read = await client.run_through_disasters(api=api)
    assert (read["text"], read["end"], read["cuts"]) == (TEXT, ENDS[api], 0)
