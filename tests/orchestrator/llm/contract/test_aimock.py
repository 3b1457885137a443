"""aimock, the mock servers of the CopilotKit project, in each of its dialects. `tests/install_aimock` installs it."""

from collections.abc import Iterator

import pytest

from orchestrator.llm.interface import ChatMessage
from tests.child_process import BASE

from .dialects import only
from .mock_servers import AIMOCK, MockServer, mock_server, node
from .outcome import ask, asking
from .transcripts import TRANSCRIPTS, Transcript

NODE = node()
pytestmark = pytest.mark.skipif(
    not (NODE and AIMOCK.exists()),
    reason=f"MISSING HERE: aimock, which tests/install_aimock puts into {AIMOCK.parents[4].name}/",
)


@pytest.fixture(params=["chat", "responses", "anthropic", "google"])
def transcript(request: pytest.FixtureRequest) -> Transcript:
    """Each dialect that aimock speaks."""
    return TRANSCRIPTS[request.param]


@pytest.fixture(scope="session")
def aimock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockServer]:
    fixtures = str(BASE / "tests" / "aimock" / "fixtures.json")
    command = [str(NODE), str(AIMOCK), "--log-level", "warn", "--strict", "--fixtures", fixtures, "--port"]
    with mock_server(command, tmp_path_factory.mktemp("aimock") / "log", "/__aimock", "/health") as server:
        yield server


@pytest.fixture
def provider(aimock, connect):
    return connect(aimock.address)


def says(words: str) -> ChatMessage:
    return ChatMessage("user", words)


@pytest.mark.parametrize("words", ["hello", "whole"])
async def test_an_unbroken_stream_ends_with_stop(provider, words):
    assert (await ask(provider, asking(says(words)))).final_text == "Hello! Which video shall we make today?"


async def test_thoughts_are_no_part_of_the_answer(provider):
    outcome = await ask(provider, asking(says("think"), effort="low"))

    assert (outcome.final_text, outcome.reasoning) == ("Here it is.", "The person wants a film.")


async def test_calls_and_words_are_all_there(provider):
    outcome = await ask(provider, asking(says("name")))

    assert outcome.text == "I name it."
    assert outcome.calls == [("set_title", {"title": "Dawn"}), ("set_style", {"palette": "ocean"})]


async def test_calls_may_come_before_words(provider):
    outcome = await ask(provider, asking(says("tools first")))

    assert (outcome.text, outcome.calls) == ("I have named it.", [("set_title", {"title": "Dawn"})])


async def test_a_conversation_with_tools_goes_on(provider):
    outcome = await ask(provider, asking(says("name")))
    answer = ChatMessage("assistant", outcome.text, outcome.requests, vendor=outcome.end.vendor)
    results = [ChatMessage("tool", '{"success": true}', tool_request_id=request.id) for request in outcome.requests]

    assert (await ask(provider, asking(says("name"), answer, *results))).final_text == "It is named."


async def test_an_answer_cut_by_the_limit_is_not_taken_for_whole(provider, transcript):
    outcome = await ask(provider, asking(says("limit")))

    assert outcome.text == "Here is half of"
    if transcript.name == "responses":  # it says that the response is incomplete, and not why
        assert outcome.code == "model_broke_off"
    else:
        assert outcome.end.finish_reason == "length"


@pytest.mark.parametrize("words", ["cut after 1 event", "cut after 9 events"])
async def test_a_stream_that_is_cut_is_an_error_after_its_words(provider, words):
    outcome = await ask(provider, asking(says(words)))

    assert outcome.error.retryable
    if words == "cut after 1 event":  # which may not even have left that process
        assert (outcome.text, outcome.code in ("stream_cut", "provider_unreachable")) == ("", True)
    else:
        assert outcome.code == "stream_cut"
        assert outcome.text
        assert "Hello! Which video shall we make today? A short one, or a long one?".startswith(outcome.text)


@only("chat", "responses", "anthropic")  # Gemini sends a call in one piece
async def test_a_call_that_is_cut_does_not_act(provider):
    assert (await ask(provider, asking(says("cut call")))).code == "stream_cut"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("malformed", "stream_unreadable"),
        ("disconnect", "provider_unreachable"),
        ("drop", "provider_failed"),
        ("error 401", "provider_refused_key"),
        ("error 429", "provider_busy"),
        ("error 503", "provider_busy"),
        ("error 400", "provider_refused_request"),
    ],
)
async def test_a_fault_is_called_by_its_name(provider, words, code):
    outcome = await ask(provider, asking(says(words)))

    assert (outcome.text, outcome.code) == ("", code)


@only("chat")  # it asks to wait for a second each time
async def test_a_limit_of_its_rate_is_called_by_its_name(provider):
    assert (await ask(provider, asking(says("rate")))).code == "provider_busy"
