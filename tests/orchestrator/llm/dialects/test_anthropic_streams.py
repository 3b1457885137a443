"""Anthropic's Messages: what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.anthropic import DIALECT
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.interface import Usage
from tests.orchestrator.llm.dialects.anthropic_events import (
    ARGUMENTS,
    CALLED,
    THINKING,
    TOOL_USE,
    block,
    end,
    start,
    text,
    tool_use,
)
from tests.orchestrator.llm.dialects.reading import read


def test_text_and_its_tokens() -> None:
    details = {"output_tokens_details": {"thinking_tokens": 2}}
    reading = read(DIALECT, start(), {"type": "ping"}, *text("Hel", "lo"), *end(**details))
    assert reading.text == "Hello"
    assert reading.end is not None
    assert reading.end.finish_reason == "stop"
    assert reading.end.usage == Usage(10, 7, 3, 2)  # Anthropic counts what is cached apart


def test_a_call_and_the_thinking_before_it() -> None:
    reading = read(DIALECT, *CALLED)
    assert (reading.calls, reading.ids, reading.reasoning) == ([("set_title", ARGUMENTS)], ["toolu_1"], "Hmm.")
    assert reading.end is not None
    assert reading.end.finish_reason == "tool_calls"
    assert reading.vendor == {"content": [THINKING, TOOL_USE]}


TEXT = {
    "a message in place of a stream": [
        start(content=[{"type": "text", "text": "Hello"}], stop_reason="end_turn")["message"]
    ],
    "a message without its type": [
        {"role": "assistant", "content": [{"type": "text", "text": "Hello"}], "stop_reason": "end_turn"}
    ],
    "content that is a string": [{"type": "message", "content": "Hello", "stop_reason": "end_turn"}],
    "words at the beginning of the block": [
        start(),
        *block(0, {"type": "text", "text": "Hel"}, {"type": "text_delta", "text": "lo"}),
        *end(),
    ],
    "no beginning of the block": [start(), *text("Hello")[1:], *end()],
    "no beginning at all": [*text("Hello")[1:], *end()],
    "no index": [start(), *text("Hel", "lo", index=None), *end()],
    "no type of the delta": [start(), {"type": "content_block_delta", "index": 0, "delta": {"text": "Hello"}}, *end()],
    "no message_stop": [start(), *text("Hello"), end()[0]],
    "no message_delta": [start(), *text("Hello"), end()[1]],
    "no stop_reason": [start(), *text("Hello"), *end(None)],
    "all of it behind its pieces": [
        start(),
        *text("Hello"),
        *end(),
        {"type": "message", "content": [{"type": "text", "text": "Hello"}], "stop_reason": "end_turn"},
    ],
    "unknown events": [
        start(),
        {"type": "moonwalk"},
        *text("Hello"),
        *block(1, {"type": "hologram", "text": "no"}, {"type": "hologram_delta", "hologram": "x"}),
        *end(),
    ],
    "citations": [
        start(),
        *block(
            0,
            {"type": "text", "text": ""},
            {"type": "text_delta", "text": "Hello"},
            {"type": "citations_delta", "citation": {"cited_text": "x"}},
        ),
        *end(),
    ],
    "null in place of a piece": [
        start(),
        *block(
            0,
            {"type": "text", "text": None},
            {"type": "text_delta", "text": None},
            {"type": "text_delta", "text": "Hello"},
        ),
        *end(),
    ],
    "null in place of a block": [
        start(),
        {"type": "content_block_start", "index": 0, "content_block": None},
        *text("Hello", index=1),
        *end(),
    ],
    "a tool of the provider's own": [
        start(),
        *block(
            0,
            {"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}},
            {"type": "input_json_delta", "partial_json": "{}"},
        ),
        *text("Hello", index=1),
        *end(),
    ],
}


def test_the_input_of_a_block_without_a_beginning_goes_to_no_other_call() -> None:
    lost = {"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": "{}"}}
    reading = read(DIALECT, start(), *tool_use(ARGUMENTS), lost, *end("tool_use"))

    assert reading.calls[0] == ("set_title", ARGUMENTS)


@pytest.mark.parametrize("events", TEXT.values(), ids=TEXT.keys())
def test_text_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert reading.text == "Hello"
    assert reading.end is not None
    assert (reading.end.finish_reason, reading.end.tool_requests) == ("stop", ())


CALLS = {
    "in a whole message": [start(content=[TOOL_USE], stop_reason="tool_use")["message"]],
    "whole at its beginning": [start(), *block(0, TOOL_USE), *end("tool_use")],
    "whole at its beginning, and in pieces": [start(), *tool_use(ARGUMENTS, input=TOOL_USE["input"]), *end("tool_use")],
    "as text at its beginning": [start(), *tool_use(input=ARGUMENTS), *end("tool_use")],
    "no index": [start(), *tool_use(ARGUMENTS[:9], ARGUMENTS[9:], index=None), *end("tool_use")],
    "the index of the text before it": [start(), *text("Fine."), *tool_use(ARGUMENTS, index=0), *end("tool_use")],
    "an end that is none of a call": [start(), *tool_use(ARGUMENTS), *end("end_turn")],
}


@pytest.mark.parametrize("events", CALLS.values(), ids=CALLS.keys())
def test_a_call_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert [(name, json.loads(arguments)) for name, arguments in reading.calls] == [("set_title", {"title": "Dawn"})]
    assert reading.ids == ["toolu_1"]


def test_two_calls_with_the_same_index_are_two() -> None:
    reading = read(
        DIALECT, start(), *tool_use('{"title": "A"}'), *tool_use('{"title": "B"}', id="toolu_2"), *end("tool_use")
    )
    assert reading.calls == [("set_title", '{"title": "A"}'), ("set_title", '{"title": "B"}')]


def test_a_tool_without_arguments() -> None:
    assert read(DIALECT, start(), *tool_use(), *end("tool_use")).calls == [("set_title", "{}")]


@pytest.mark.parametrize(
    ("reason", "meaning"),
    [
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("stop_sequence", "stop"),
        ("refusal", "refused"),
    ],
)
def test_every_end_has_its_meaning(reason: str, meaning: str) -> None:
    reading = read(DIALECT, start(), *text("Hel"), *end(reason))
    assert reading.end is not None
    assert reading.end.finish_reason == meaning


def test_a_turn_that_pauses_is_not_whole() -> None:
    with pytest.raises(ModelError):
        read(DIALECT, start(), *text("Hel"), *end("pause_turn"))


def test_counts_that_are_missing_in_the_end_are_those_of_the_beginning() -> None:
    reading = read(DIALECT, start(), *text("Hi"), *end(input_tokens=0, cache_read_input_tokens=None))
    assert reading.end is not None
    assert reading.end.usage == Usage(10, 7, 3, 0)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
        {"error": {"type": "overloaded_error", "message": "Overloaded"}},
    ],
)
def test_an_error_in_the_stream_is_the_providers_no(event: dict[str, Any]) -> None:
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, start(), event)
    assert "overloaded_error" in refused.value.refusal.body


def test_chunks_of_chat_completions_are_the_no_of_an_address_without_this_api() -> None:
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, {"object": "chat.completion.chunk", "choices": []})
    assert refused.value.refusal.status == 404


def test_a_stream_that_stops_has_no_end() -> None:
    assert read(DIALECT, start(), *text("Hel")).end is None
    assert read(DIALECT, *CALLED[:-2]).end is None


@pytest.mark.parametrize("event", ["text", 7, None, ["x"]])
def test_what_is_no_event_is_named(event: Any) -> None:
    with pytest.raises(ValueError, match="an event that is"):
        read(DIALECT, event)
