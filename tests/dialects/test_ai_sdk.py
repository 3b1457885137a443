"""The unmodified chat of the package `ai`, in its newest two majors, ends with the answer to the letter."""

import asyncio

import pytest
import pytest_asyncio

from tests.answers.adopter import Site
from tests.answers.slow_model import TEXT
from tests.dialects.foreign_client import ForeignClient, install

pytestmark = [pytest.mark.package, pytest.mark.timeout(300)]


@pytest.fixture(scope="module", params=["6", "7"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def script(version: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return install(tmp_path_factory.mktemp(f"ai-{version}"), "ai_sdk.mjs", f"ai@{version}")


@pytest_asyncio.fixture
async def chat(site: Site, node: str, script: str, version: str) -> ForeignClient:
    alice = await asyncio.to_thread(site.sign_in)
    return ForeignClient(site, alice, node, script, f"ai-sdk/v{version}/chat")


async def test_it_shows_the_whole_answer(chat: ForeignClient) -> None:
    shown = await chat.run()
    assert (shown["text"], shown["status"], shown["metadata"]["status"]) == (TEXT, "ready", "success")


async def test_twenty_cuts_change_nothing(chat: ForeignClient) -> None:
    shown = await chat.run(cuts=20)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_reload_in_mid_answer_shows_all_of_it(chat: ForeignClient) -> None:
    shown = await chat.run(reload=True)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_stop_ends_it_for_all(chat: ForeignClient) -> None:
    shown = await chat.run(stop=True)
    assert shown["metadata"]["status"] == "cancelled"
    seen = await chat.alice.read(shown["answer"])
    assert (seen["status"], seen["content"]) == ("cancelled", shown["text"])
    assert shown["text"] != TEXT


async def test_another_version_takes_the_place_of_the_last(chat: ForeignClient) -> None:
    shown = await chat.run(regenerate=True)
    assert (shown["text"], shown["messages"]) == (TEXT, 2)


async def test_a_killed_worker_and_a_flushed_valkey_are_not_noticed(chat: ForeignClient) -> None:
    shown = await chat.run_through_disasters()
    assert (shown["text"], shown["metadata"]["status"]) == (TEXT, "success")
