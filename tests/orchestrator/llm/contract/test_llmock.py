"""llmock, a server that breaks on demand, in each of its dialects; it also judges who talks to it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.interface import ChatMessage

from .mock_servers import MockServer, mock_server
from .outcome import ask, asking
from .transcripts import TRANSCRIPTS, Transcript

BRIEF = asking(tools=())
WORDS = "We make a video about a harbour in the morning, in six scenes, each with its own light."
BASES = {"chat": "", "responses": "", "anthropic": "/anthropic", "google": "/gemini"}
OTHERS = ["/mistral", "/groq/openai", "/together", "/xai", "/perplexity", "/ai21"]


@pytest.fixture(params=[*BASES])
def transcript(request: pytest.FixtureRequest) -> Transcript:
    """Each dialect that llmock speaks."""
    return TRANSCRIPTS[request.param]


@pytest.fixture(scope="session")
def llmock_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MockServer]:
    program = str(Path(sys.executable).parent / "llmock")
    command = [program, "serve", "--log-level", "warning", "--response-style", "varied", "--port"]
    with mock_server(command, tmp_path_factory.mktemp("llmock") / "log", "/_llmock", "/health") as server:
        yield server


@pytest.fixture
def llmock(llmock_server: MockServer) -> MockServer:
    llmock_server.post("/reset")
    return llmock_server


@pytest.fixture
def will(llmock):
    """Queue behaviours for the next requests."""
    return lambda *behaviors: llmock.post("/scenario", {"behaviors": behaviors})


@pytest.fixture
def provider(llmock, connect, transcript):
    return connect(llmock.address + BASES[transcript.name])


async def test_an_unbroken_stream_ends_with_stop_and_usage(provider):
    outcome = await ask(provider, BRIEF)

    assert outcome.final_text
    assert outcome.end.usage.input_tokens > 0
    assert outcome.end.usage.output_tokens > 0


@pytest.mark.parametrize("transcript", ["chat"], indirect=True)
@pytest.mark.parametrize("base", OTHERS)
async def test_other_providers_speak_chat_completions_too(llmock, connect, transcript, base):
    assert (await ask(connect(llmock.address + base), BRIEF)).final_text
    assert (await ask(connect(llmock.address + base), asking())).requests


async def test_a_busy_provider_is_asked_again_when_it_said(provider, llmock, will):
    will({"type": "fail", "status": 429, "retry_after": 0.05, "times": 2})

    assert (await ask(provider, BRIEF)).final_text
    assert [request["status"] for request in llmock.get("/requests")["requests"]] == [429, 429, 200]


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (401, "Bad key.", "provider_refused_key"),
        (429, "Wait.", "provider_busy"),
        (500, "Oops.", "provider_failed"),
        (404, "The model `scripted` does not exist.", "provider_unknown_model"),
        (400, "Computer says no.", "provider_refused_request"),
    ],
)
async def test_a_refusal_is_called_by_its_name(provider, will, status, message, expected):
    will({"type": "fail", "status": status, "message": message, "retry_after": 0.01, "times": 3})

    outcome = await ask(provider, BRIEF)

    assert (outcome.text, outcome.code) == ("", expected)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("disconnect", "stream_cut"), ("truncate", "stream_incomplete"), ("malformed", "stream_unreadable")],
)
async def test_a_stream_that_breaks_is_an_error_after_its_words(provider, will, kind, expected):
    will({"type": "reply", "text": WORDS}, {"type": "stream_fault", "kind": kind, "after_chunks": 8})

    outcome = await ask(provider, BRIEF)

    assert outcome.code == expected
    assert outcome.error.retryable
    assert outcome.text
    assert WORDS.startswith(outcome.text)


async def test_a_stream_that_stalls_is_silent(connect, llmock, will, transcript, settings):
    settings.LLM_READ_TIMEOUT_SECONDS = 1.0
    stall = {"type": "stream_fault", "kind": "stall", "after_chunks": 8, "stall_seconds": 60}
    will({"type": "reply", "text": WORDS}, stall)

    outcome = await ask(connect(llmock.address + BASES[transcript.name]), BRIEF)

    assert (outcome.code, outcome.error.retryable) == ("provider_silent", True)


@pytest.mark.parametrize("kind", ["disconnect", "truncate", "malformed"])
async def test_a_stream_that_breaks_before_its_first_word_is_not_seen(provider, will, kind):
    will({"type": "stream_fault", "kind": kind, "after_chunks": 1 if kind != "disconnect" else 0})

    outcome = await ask(provider, BRIEF)

    assert outcome.error is None or outcome.text, "nothing was read, and nobody asked again"


async def test_a_slow_first_word_is_waited_for(provider, will):
    will({"type": "slow_first_token", "seconds": 0.3})

    assert (await ask(provider, BRIEF)).final_text


async def test_several_tools_of_one_answer_keep_their_order(provider, will):
    calls = [{"name": "set_title", "arguments": {"title": title}} for title in ("Dawn", "Dusk")]
    will({"type": "reply", "text": "Two names.", "tool_calls": calls})

    outcome = await ask(provider, asking())

    assert outcome.text == "Two names."
    assert outcome.calls == [("set_title", {"title": "Dawn"}), ("set_title", {"title": "Dusk"})]


async def test_a_call_cut_off_does_not_act(provider, will):
    will(
        {"type": "reply", "tool_calls": [{"name": "set_title", "arguments": {"title": "A long day" * 20}}]},
        {"type": "stream_fault", "kind": "truncate", "after_chunks": 6},
    )

    outcome = await ask(provider, asking())

    assert (
        outcome.error is not None
        or outcome.end.finish_reason != "tool_calls"
        or outcome.calls[0][1] != {"title": "A long"}
    )


async def test_broken_arguments_are_handed_on_to_be_refused(provider, will):
    will({"type": "tool_fault", "kind": "malformed_arguments"})

    [(_, arguments)] = (await ask(provider, asking())).calls

    assert not isinstance(arguments, dict) or "title" not in arguments


async def test_a_tool_that_nobody_offered_is_handed_on_to_be_refused(provider, will):
    will({"type": "tool_fault", "kind": "unknown_tool"})

    [request] = (await ask(provider, asking())).requests

    assert request.name not in [tool.name for tool in asking().tools]


async def test_a_conversation_with_tools_goes_on(provider, will, llmock):
    outcome = await ask(provider, asking())
    [request] = outcome.requests
    assert isinstance(json.loads(request.arguments), dict)
    answer = ChatMessage("assistant", outcome.text, outcome.requests, vendor=outcome.end.vendor)
    result = ChatMessage("tool", '{"success": true}', tool_request_id=request.id)

    assert (await ask(provider, asking(ChatMessage("user", "Hello"), answer, result))).final_text


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_an_answer_cut_by_the_provider_ends_with_its_reason(provider, will, transcript, reason):
    if transcript.name == "anthropic" and reason == "content_filter":
        reason = "refusal"
    will({"type": "reply", "text": "Half an ans", "finish_reason": reason})

    outcome = await ask(provider, BRIEF)

    assert outcome.text == "Half an ans"
    assert outcome.end.finish_reason in ("length", "filtered", "refused", "stop")


async def test_its_verdict_of_us_is_good(provider, llmock, will):
    """Each of these faults is met as it should be, in the eyes of who caused it."""
    faults = [
        {"type": "fail", "status": 429, "retry_after": 0.1, "times": 2},
        {"type": "fail", "status": 503, "times": 2},
        {"type": "fail", "status": 401},
        {"type": "fail", "status": 400},
        {"type": "stream_fault", "kind": "truncate", "after_chunks": 0},
        {"type": "stream_fault", "kind": "disconnect", "after_chunks": 0},
    ]
    outcomes = []
    for number, fault in enumerate(faults):  # it takes equal requests for one that is sent again
        will(fault)
        outcomes.append(await ask(provider, asking(ChatMessage("user", f"Video {number}"), tools=())))

    assert [bool(outcome.error) for outcome in outcomes] == [False, False, True, True, False, False]
    verdict = llmock.get("/verdict?format=json")
    assert verdict["passed"], verdict["findings"]
    assert not isinstance(outcomes[2].error, ModelError)
