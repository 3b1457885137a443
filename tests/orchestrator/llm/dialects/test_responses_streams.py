"""The Responses API: what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.dialects.responses import DIALECT
from orchestrator.llm.interface import Usage
from tests.orchestrator.llm.dialects.reading import read
from tests.orchestrator.llm.dialects.responses_events import (
    ARGUMENTS,
    CALLED,
    added,
    completed,
    delta,
    done,
    event,
    function_call,
    message,
    reasoning,
    words,
)


def test_text_comes_once_though_it_is_sent_four_times() -> None:
    reading = read(
        DIALECT, event("created", response={"status": "in_progress"}), *words("Hel", "lo"), completed(message())
    )
    assert reading.text == "Hello"
    assert reading.end is not None
    assert reading.end.finish_reason == "stop"
    assert reading.end.usage == Usage(11, 7, 3, 2)


def test_a_call_and_the_reasoning_before_it() -> None:
    reading = read(DIALECT, *CALLED)
    assert (reading.calls, reading.ids, reading.reasoning) == ([("set_title", ARGUMENTS)], ["call_1"], "Hmm.")
    assert reading.end is not None
    assert reading.end.finish_reason == "tool_calls"
    assert reading.vendor == {"output": [reasoning(), function_call()]}


TEXT = {
    "only the whole item": [done(0, message()), completed(message())],
    "only the whole response": [completed(message())],
    "a response in place of a stream": [{"object": "response", "status": "completed", "output": [message()]}],
    "the whole part only": [event("output_text.done", text="Hello", item_id="msg_1"), completed()],
    "the content part only": [event("content_part.done", part={"type": "output_text", "text": "Hello"}), completed()],
    "the last pieces lost": [
        *words("Hel")[:2],
        event("output_text.done", text="Hello", item_id="msg_1", output_index=0, content_index=0),
        completed(),
    ],
    "pieces before the item": [delta("output_text", "Hello"), completed(message())],
    "no ids, no indexes": [
        delta("output_text", "Hel", None, None),
        delta("output_text", "lo", None, None),
        completed(message()),
    ],
    "an id that changes": [
        added(0, message(id="a")),
        delta("output_text", "Hel", 0, "b"),
        delta("output_text", "lo", 0, "c"),
        done(0, message(id="d")),
        completed(message(id="e")),
    ],
    "an id that changes, no indexes": [
        added(None, message(id="a")),
        delta("output_text", "Hello", None, "b"),
        done(None, message(id="d")),
        completed(message(id="e")),
    ],
    "unknown events": [
        event("moonwalk.delta", delta="x"),
        {"type": "keepalive"},
        *words("Hello"),
        completed(message(), {"type": "hologram_call"}),
    ],
    "an end without a response": [*words("Hello"), event("completed")],
    "an end that is called done": [*words("Hello"), event("done", response={"status": "completed"})],
    "an end that still runs": [*words("Hello"), event("completed", response={"status": "in_progress"})],
    "null in place of a piece": [added(0, message()), delta("output_text", None), *words("Hello")[1:], completed()],
    "content that is a string": [completed({"type": "message", "content": "Hello"})],
    "an error without content": [
        *words("Hello"),
        event("completed", response={"status": "completed", "error": {"code": None, "message": ""}}),
    ],
}


@pytest.mark.parametrize("events", TEXT.values(), ids=TEXT.keys())
def test_text_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert reading.text == "Hello"
    assert reading.end is not None
    assert reading.end.finish_reason == "stop"


CALLS = {
    "only the whole item": [done(0, function_call()), completed()],
    "only the whole response": [completed(function_call())],
    "only the whole arguments": [
        added(0, function_call()),
        event("function_call_arguments.done", arguments=ARGUMENTS, item_id="fc_1"),
        completed(),
    ],
    "arguments at its beginning": [event("output_item.added", item=function_call()), completed()],
    "arguments at its beginning, and in pieces": [
        event("output_item.added", item=function_call()),
        *CALLED[4:8],
        completed(),
    ],
    "a piece lost in the middle": [
        added(0, function_call()),
        delta("function_call_arguments", '{"tit', 0, "fc_1"),
        delta("function_call_arguments", '"}', 0, "fc_1"),
        done(0, function_call()),
        completed(),
    ],
    "arguments as an object": [done(0, {**function_call(), "arguments": {"title": "Dawn"}}), completed()],
    "an id that changes": [
        added(0, function_call("a")),
        delta("function_call_arguments", ARGUMENTS, 0, "b"),
        done(0, function_call("c")),
        completed(function_call("d")),
    ],
    "no index": [
        added(None, function_call()),
        delta("function_call_arguments", ARGUMENTS, None, None),
        done(None, function_call()),
        completed(function_call()),
    ],
    "no id of the item": [
        done(0, {"type": "function_call", "call_id": "call_1", "name": "set_title", "arguments": ARGUMENTS}),
        completed(),
    ],
}


@pytest.mark.parametrize("events", CALLS.values(), ids=CALLS.keys())
def test_a_call_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events)
    assert [(name, json.loads(arguments)) for name, arguments in reading.calls] == [("set_title", {"title": "Dawn"})]
    assert reading.ids == ["call_1"]


@pytest.mark.parametrize("indexes", [(0, 1), (0, 0), (None, None)])
def test_two_calls_are_told_apart_by_their_ids_when_their_pieces_mix(indexes: tuple[int | None, int | None]) -> None:
    first, second = '{"title": "A"}', '{"title": "B"}'
    reading = read(
        DIALECT,
        added(indexes[0], function_call("a", "call_a")),
        added(indexes[1], function_call("b", "call_b")),
        delta("function_call_arguments", second, indexes[1], "b"),
        delta("function_call_arguments", first, indexes[0], "a"),
        done(indexes[1], function_call("b", "call_b", second)),
        done(indexes[0], function_call("a", "call_a", first)),
        completed(function_call("a", "call_a", first), function_call("b", "call_b", second)),
    )
    assert reading.calls == [("set_title", first), ("set_title", second)]
    assert [item["id"] for item in reading.vendor["output"]] == ["a", "b"]


def test_two_messages_are_two_paragraphs() -> None:
    reading = read(DIALECT, *words("First."), *words("Then.", id="msg_2", index=1), completed())
    assert reading.text == "First.\n\nThen."


REASONING = {
    "a summary": [delta("reasoning_summary_text", "Hmm.", 0, "rs_1", summary_index=0)],
    "reasoning itself": [delta("reasoning_text", "Hmm.", 0, "rs_1", content_index=0)],
    "under its older name": [delta("reasoning", "Hmm.", 0, "rs_1")],
    "as an object": [delta("reasoning_summary", {"text": "Hmm."}, 0, "rs_1")],
    "a summary of what has come": [
        delta("reasoning_text", "Hmm.", 0, "rs_1"),
        delta("reasoning_summary_text", "He hesitates.", 0, "rs_1"),
    ],
    "only the whole item": [done(0, reasoning())],
    "only the whole text": [
        event("reasoning_summary_text.done", text="Hmm.", item_id="rs_1", output_index=0, summary_index=0)
    ],
}


@pytest.mark.parametrize("events", REASONING.values(), ids=REASONING.keys())
def test_reasoning_of_odd_streams(events: list[Any]) -> None:
    reading = read(DIALECT, *events, *words("Hello", index=1), completed())
    assert (reading.reasoning, reading.text) == ("Hmm.", "Hello")


def test_parts_of_a_summary_are_paragraphs() -> None:
    reading = read(
        DIALECT,
        delta("reasoning_summary_text", "One.", 0, "rs_1", summary_index=0),
        delta("reasoning_summary_text", "Two.", 0, "rs_1", summary_index=1),
        completed(message()),
    )
    assert reading.reasoning == "One.\n\nTwo."


def test_a_refusal_is_text_and_ends_as_one() -> None:
    refusal = {**message(), "content": [{"type": "refusal", "refusal": "I will not."}]}
    for events in ([delta("refusal", "I will not."), completed(refusal)], [completed(refusal)]):
        reading = read(DIALECT, *events)
        assert reading.text == "I will not."
        assert reading.end is not None
        assert reading.end.finish_reason == "refused"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (completed(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), "length"),
        (completed(status="incomplete", incomplete_details={"reason": "content_filter"}), "filtered"),
        (
            event(
                "completed", response={"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
            ),
            "length",
        ),
    ],
)
def test_an_incomplete_response_says_why(end: dict[str, Any], reason: str) -> None:
    reading = read(DIALECT, *words("Hel")[:2], end)
    assert reading.end is not None
    assert reading.end.finish_reason == reason


@pytest.mark.parametrize(
    "end", [completed(status="failed"), completed(status="cancelled"), completed(status="incomplete")]
)
def test_an_end_that_is_none_is_an_error(end: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        read(DIALECT, *words("Hel"), end)


@pytest.mark.parametrize(
    "event",
    [
        {"type": "error", "code": "rate_limit_exceeded", "message": "slow down", "param": None},
        {"type": "error", "error": {"code": "rate_limit_exceeded", "message": "slow down"}},
        {"error": {"code": "rate_limit_exceeded", "message": "slow down"}},
        completed(status="failed", error={"code": "rate_limit_exceeded", "message": "slow down"}),
        {"object": "response", "status": "failed", "error": {"code": "rate_limit_exceeded", "message": "slow down"}},
    ],
)
def test_an_error_in_the_stream_is_the_providers_no(event: dict[str, Any]) -> None:
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, event)
    assert "rate_limit_exceeded" in refused.value.refusal.body


def test_chunks_of_chat_completions_are_the_no_of_an_address_without_this_api() -> None:
    with pytest.raises(RefusalError) as refused:
        read(DIALECT, {"object": "chat.completion.chunk", "choices": [{"delta": {"content": "Hi"}}]})
    assert refused.value.refusal.status == 404


def test_a_stream_that_stops_has_no_end() -> None:
    assert read(DIALECT, *words("Hel")).end is None
    assert read(DIALECT, *CALLED[:-1]).end is None


@pytest.mark.parametrize("event", ["text", 7, None, ["x"]])
def test_what_is_no_event_is_named(event: Any) -> None:
    with pytest.raises(ValueError, match="an event that is"):
        read(DIALECT, event)
