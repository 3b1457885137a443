"""The unmodified agent of @ag-ui/client, whose verifier looks at each event, ends with the answer to the letter."""

import asyncio

import pytest
import pytest_asyncio

from tests.answers.adopter import Site
from tests.answers.slow_model import TEXT
from tests.dialects.foreign_client import ForeignClient, install

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    return install(tmp_path_factory.mktemp("ag-ui"), "ag_ui.mjs", "@ag-ui/client@1")


@pytest_asyncio.fixture
async def agent(site: Site, node: str, script: str) -> ForeignClient:
    return ForeignClient(site, await asyncio.to_thread(site.sign_in), node, script, "ag-ui")


async def test_it_shows_the_whole_answer_and_a_newcomer_the_history(agent: ForeignClient) -> None:
    shown = await agent.run(connect=True)
    assert (shown["text"], shown["outcome"], shown["problems"]) == (TEXT, "success", [])
    assert shown["history"] == [["user", "Hello"], ["assistant", TEXT]]


async def test_twenty_cuts_change_nothing(agent: ForeignClient) -> None:
    shown = await agent.run(cuts=20)
    assert (shown["text"], shown["outcome"], shown["problems"], shown["messages"]) == (TEXT, "success", [], 2)


async def test_a_reload_in_mid_answer_shows_all_of_it(agent: ForeignClient) -> None:
    shown = await agent.run(reload=True)
    assert (shown["text"], shown["outcome"], shown["problems"], shown["messages"]) == (TEXT, "success", [], 2)


async def test_a_stop_ends_it_for_all(agent: ForeignClient) -> None:
    shown = await agent.run(stop=True)
    assert (shown["outcome"], shown["problems"]) == ("cancelled", [])
    seen = await agent.alice.read(shown["answer"])
    assert (seen["status"], seen["content"]) == ("cancelled", shown["text"])


async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(agent: ForeignClient) -> None:
    shown = await agent.run_through_disasters()
    assert (shown["text"], shown["outcome"], shown["problems"]) == (TEXT, "success", [])
