"""The Gemini API: what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.dialects.google import DIALECT
from orchestrator.llm.interface import Usage
from tests.orchestrator.llm.dialects.google_events import CALLED, FUNCTION_CALL, SIGNED, USAGE, chunk, end, text
from tests.orchestrator.llm.dialects.reading import read


def test_text_and_its_tokens() -> None:
    reading = read(DIALECT, *text("Hel", "lo"), end())
    assert reading.text == "Hello"
    assert reading.end is not None
    assert reading.end.finish_reason == "stop"
    assert reading.end.usage == Usage(11, 7, 3, 2)
    assert reading.end.vendor is None


def test_a_call_and_the_thought_before_it() -> None:
    reading = read(DIALECT, *CALLED)
    assert (reading.calls, reading.ids, reading.reasoning) == ([("set_title", '{"title": "Dawn"}')], ["fc1"], "Hmm.")
    assert reading.end is not None
    assert reading.end.finish_reason == "tool_calls"
    assert reading.vendor == {"parts": [SIGNED]}


SNAKE = {
    "candidates": [{"content": {"parts": [{"text": "Hello"}]}, "finish_reason": "STOP"}],
    "usage_metadata": {"prompt_token_count": 11, "candidates_token_count": 7},
}
TEXT = {
    "one chunk": [chunk({"text": "Hello"}, finish="STOP")],
    "an array in an event": [[*text("Hel", "lo"), end()]],
    "more after its end": [chunk({"text": "Hel"}, finish="STOP"), chunk({"text": "lo"}), {"usageMetadata": USAGE}],
    "an end in each chunk": [chunk({"text": "Hel"}, finish="STOP"), chunk({"text": "lo"}, finish="STOP")],
    "names as in Python": [SNAKE],
    "the number of a reason": [*text("Hello"), end(1)],
    "wrapped": [{"response": chunk({"text": "Hello"}, finish="STOP"), "traceId": "t"}],
    "no candidates": [{"candidates": [], "usageMetadata": USAGE}, *text("Hello"), {"usageMetadata": USAGE}, end()],
    "null everywhere": [
        {"candidates": None},
        {"candidates": [{"content": None}]},
        {"candidates": [{"content": {"parts": None}}]},
        *text("Hello"),
        end(),
    ],
    "an end without content": [*text("Hello"), {"candidates": [{"finishReason": "STOP", "index": 0}]}],
    "code of its own": [
        chunk({"executableCode": {"language": "PYTHON", "code": "1"}}, {"codeExecutionResult": {"output": "1"}}),
        *text("Hello"),
        end(),
    ],
    "a picture of its own": [
        chunk({"inlineData": {"mimeType": "image/png", "data": "cG5n"}}, {"text": "Hello"}),
        end(),
    ],
    "two candidates": [
        {
            "candidates": [
                {"content": {"parts": [{"text": "Hello"}]}, "finishReason": "STOP"},
                {"content": {"parts": [{"text": "Bye"}]}},
            ]
        }
    ],
    "another candidate's chunk": [
        *text("Hello"),
        {"candidates": [{"content": {"parts": [{"text": "Bye"}]}, "index": 1}]},
        end(),
    ],
    "feedback without a block": [{"promptFeedback": {"safetyRatings": []}}, *text("Hello"), end()],
}


@pytest.mark.parametrize("events", TEXT.values(), ids=TEXT.keys())
def test_text_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert reading.text == "Hello"
    assert reading.end is not None
    assert (reading.end.finish_reason, reading.end.tool_requests) == ("stop", ())


CALLS = {
    "with its end": [chunk({"functionCall": FUNCTION_CALL}, finish="STOP")],
    "names as in Python": [chunk({"function_call": FUNCTION_CALL, "thought_signature": "s"}), end()],
    "arguments as text": [chunk({"functionCall": {**FUNCTION_CALL, "args": '{"title": "Dawn"}'}}), end()],
    "another word for its end": [chunk({"functionCall": FUNCTION_CALL}), end("TOOL_CALL")],
}


@pytest.mark.parametrize("events", CALLS.values(), ids=CALLS.keys())
def test_a_call_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert [(name, json.loads(arguments)) for name, arguments in reading.calls] == [("set_title", {"title": "Dawn"})]
    assert reading.ids == ["fc1"]


@pytest.mark.parametrize("arguments", [{}, {"args": None}, {"args": {}}])
def test_a_tool_without_arguments(arguments: dict[str, Any]) -> None:
    reading = read(DIALECT, chunk({"functionCall": {"name": "set_title", **arguments}}), end())
    assert reading.calls == [("set_title", "{}")]
    assert reading.ids[0]


def test_equal_calls_are_as_many_as_there_are() -> None:
    parts = [{"functionCall": {"name": "set_title", "args": {"title": "Dawn"}}}] * 2
    assert len(read(DIALECT, chunk(*parts), end()).calls) == 2


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        ("MAX_TOKENS", "length"),
        ("SAFETY", "filtered"),
        ("RECITATION", "filtered"),
        ("BLOCKLIST", "filtered"),
        ("PROHIBITED_CONTENT", "filtered"),
        ("SPII", "filtered"),
        ("IMAGE_SAFETY", "filtered"),
        ("MALFORMED_FUNCTION_CALL", "malformed"),
        ("UNEXPECTED_TOOL_CALL", "malformed"),
        (2, "length"),
    ],
)
def test_every_end_has_its_meaning(reason: Any, meaning: str) -> None:
    reading = read(DIALECT, *text("Hel"), end(reason))
    assert reading.end is not None
    assert reading.end.finish_reason == meaning


@pytest.mark.parametrize(
    "reason", ["OTHER", "LANGUAGE", "FINISH_REASON_UNSPECIFIED", "MISSING_THOUGHT_SIGNATURE", 0, 99]
)
def test_an_end_that_is_none_is_an_error(reason: Any) -> None:
    with pytest.raises(ModelError):
        read(DIALECT, *text("Hel"), end(reason))


@pytest.mark.parametrize(
    "feedback", [{"promptFeedback": {"blockReason": "OTHER"}}, {"prompt_feedback": {"block_reason": "SAFETY"}}]
)
def test_a_prompt_that_is_blocked_is_filtered(feedback: dict[str, Any]) -> None:
    reading = read(DIALECT, {**feedback, "usageMetadata": USAGE})
    assert reading.end is not None
    assert reading.end.finish_reason == "filtered"


@pytest.mark.parametrize("wrap", [lambda error: error, lambda error: [error]])
def test_an_error_in_the_stream_is_the_providers_no(wrap: Any) -> None:
    error = {"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, *text("Hel"), wrap(error))
    assert "UNAVAILABLE" in refused.value.refusal.body


def test_chunks_of_chat_completions_are_the_no_of_an_address_without_this_api() -> None:
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, {"object": "chat.completion.chunk", "choices": []})
    assert refused.value.refusal.status == 404


def test_a_stream_that_stops_has_no_end() -> None:
    assert read(DIALECT, *text("Hel")).end is None
    assert read(DIALECT, *CALLED[:-1]).end is None


@pytest.mark.parametrize("event", ["text", 7, None, ["x"]])
def test_what_is_no_event_is_named(event: Any) -> None:
    with pytest.raises(ValueError, match="an event that is"):
        read(DIALECT, event)
