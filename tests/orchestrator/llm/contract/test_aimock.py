"""aimock, the mock servers of the CopilotKit project, in each of its dialects. `tests/install_aimock` installs it."""

import json
from collections.abc import Iterator

import pytest

from orchestrator.llm.interface import Turn
from tests.child_process import BASE

from .mock_servers import AIMOCK, MockServer, mock_server, node
from .outcome import ask, asking

NODE = node()
pytestmark = pytest.mark.skipif(
    not (NODE and AIMOCK.exists()),
    reason=f"MISSING HERE: aimock, which tests/install_aimock puts into {AIMOCK.parents[4].name}/",
)


@pytest.fixture(scope="session")
def aimock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockServer]:
    fixtures = str(BASE / "tests" / "aimock" / "fixtures.json")
    command = [str(NODE), str(AIMOCK), "--log-level", "warn", "--strict", "--fixtures", fixtures, "--port"]
    with mock_server(command, tmp_path_factory.mktemp("aimock") / "log", "/__aimock", "/health") as server:
        yield server


@pytest.fixture
def provider(aimock, connect):
    return connect(aimock.address)


def says(words: str) -> Turn:
    return Turn("user", words)


@pytest.mark.parametrize("words", ["hello", "whole"])
async def test_an_unbroken_stream_ends_with_stop(provider, words):
    assert (await ask(provider, asking(says(words)))).said == "Hello! Which video shall we make today?"


async def test_thoughts_are_no_part_of_the_answer(provider):
    outcome = await ask(provider, asking(says("think"), effort="low"))

    assert (outcome.said, outcome.reasoning) == ("Here it is.", "The person wants a film.")


async def test_a_signature_goes_back(provider, aimock, transcript):
    if transcript.name != "anthropic":
        pytest.skip("it signs in this dialect alone")
    outcome = await ask(provider, asking(says("think"), effort="low"))
    answer = Turn("assistant", outcome.text, vendor=outcome.end.vendor)
    assert (await ask(provider, asking(says("think"), answer, says("hello")))).said

    assert "c2lnbmF0dXJl" in json.dumps(aimock.get("/journal")[-1]["body"])


async def test_calls_and_words_are_all_there(provider):
    outcome = await ask(provider, asking(says("name")))

    assert outcome.text == "I name it."
    assert outcome.calls == [("set_title", {"title": "Dawn"}), ("set_style", {"palette": "ocean"})]


async def test_calls_may_come_before_words(provider):
    outcome = await ask(provider, asking(says("tools first")))

    assert (outcome.text, outcome.calls) == ("I have named it.", [("set_title", {"title": "Dawn"})])


async def test_a_conversation_with_tools_goes_on(provider):
    outcome = await ask(provider, asking(says("name")))
    answer = Turn("assistant", outcome.text, outcome.requests, vendor=outcome.end.vendor)
    results = [Turn("tool", '{"success": true}', tool_request_id=request.id) for request in outcome.requests]

    assert (await ask(provider, asking(says("name"), answer, *results))).said == "It is named."


async def test_an_answer_cut_by_the_limit_says_so(provider):
    outcome = await ask(provider, asking(says("limit")))

    assert (outcome.text, outcome.end.finish_reason) == ("Here is half of", "length")


@pytest.mark.parametrize("words", ["cut after 1 event", "cut after 6 events", "cut call"])
async def test_a_stream_that_is_cut_is_an_error_after_its_words(provider, words):
    outcome = await ask(provider, asking(says(words)))

    assert outcome.code == "stream_cut"
    assert outcome.error.retryable
    assert "Hello! Which video shall we make today?".startswith(outcome.text)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("malformed", "stream_unreadable"),
        ("disconnect", "provider_unreachable"),
        ("drop", "provider_failed"),
        ("rate", "provider_busy"),
        ("error 401", "provider_refused_key"),
        ("error 429", "provider_busy"),
        ("error 503", "provider_busy"),
        ("error 400", "provider_refused_request"),
    ],
)
async def test_a_fault_is_called_by_its_name(provider, words, code):
    outcome = await ask(provider, asking(says(words)))

    assert (outcome.text, outcome.code) == ("", code)
