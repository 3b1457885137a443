"""The Responses API: what is sent, what goes back, and what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import TypeAdapter

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.dialects.responses import DIALECT
from orchestrator.llm.interface import AnswerForm, ChatMessage, Picture, Usage
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.reading import ORIGIN, body, call, elsewhere, person, read, step

ARGUMENTS = '{"title": "Dawn"}'
USAGE = {
    "input_tokens": 11,
    "input_tokens_details": {"cached_tokens": 3},
    "output_tokens": 7,
    "output_tokens_details": {"reasoning_tokens": 2},
}
FORM = AnswerForm(
    "scene", "One scene.", {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
)


def message(text: str = "Hello", id: str = "msg_1", **more: Any) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"id": id, "type": "message", "role": "assistant", "status": "completed", "content": content, **more}


def function_call(id: str = "fc_1", call_id: str = "call_1", arguments: str = ARGUMENTS) -> dict[str, Any]:
    return {
        "id": id,
        "type": "function_call",
        "status": "completed",
        "call_id": call_id,
        "name": "set_title",
        "arguments": arguments,
    }


def reasoning(id: str = "rs_1", text: str = "Hmm.", **more: Any) -> dict[str, Any]:
    summary = [{"type": "summary_text", "text": text}] if text else []
    return {"id": id, "type": "reasoning", "summary": summary, "encrypted_content": "gAAA", **more}


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", "sequence_number": 1, **fields}


def added(index: int | None, item: dict[str, Any]) -> dict[str, Any]:
    empty = {
        "message": {"content": []},
        "function_call": {"arguments": ""},
        "reasoning": {"summary": [], "encrypted_content": "part"},
    }
    return event("output_item.added", output_index=index, item={**item, **empty[item["type"]]})


def done(index: int | None, item: dict[str, Any]) -> dict[str, Any]:
    return event("output_item.done", output_index=index, item=item)


def delta(kind: str, piece: Any, index: int | None = 0, id: str | None = "msg_1", **more: Any) -> dict[str, Any]:
    return event(f"{kind}.delta", delta=piece, output_index=index, item_id=id, **more)


def completed(*output: dict[str, Any], status: str = "completed", **more: Any) -> dict[str, Any]:
    return event(
        status, response={"object": "response", "status": status, "output": list(output), "usage": USAGE, **more}
    )


def words(*pieces: str, id: str = "msg_1", index: int = 0) -> list[dict[str, Any]]:
    return [
        added(index, message(id=id)),
        *(delta("output_text", piece, index, id, content_index=0) for piece in pieces),
        event("output_text.done", text="".join(pieces), output_index=index, item_id=id, content_index=0),
        done(index, message("".join(pieces), id)),
    ]


CALLED = [
    added(0, reasoning()),
    delta("reasoning_summary_text", "Hmm.", 0, "rs_1", summary_index=0),
    done(0, reasoning()),
    added(1, function_call()),
    delta("function_call_arguments", ARGUMENTS[:7], 1, "fc_1"),
    delta("function_call_arguments", ARGUMENTS[7:], 1, "fc_1"),
    event("function_call_arguments.done", arguments=ARGUMENTS, output_index=1, item_id="fc_1"),
    done(1, function_call()),
    completed(reasoning(), function_call()),
]


# --- what is read ---------------------------------------------------------------------------------------------------------


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


# --- what is sent ---------------------------------------------------------------------------------------------------------


def sent_items(*turns: ChatMessage, **more: Any) -> Any:
    return body(DIALECT, *turns, **more)["input"]


def test_a_request_has_the_types_of_the_sdk() -> None:
    """But text of the model: the SDK knows it with an id, and we have none."""
    turns = (
        person("Hi", Picture("image/png", b"png")),
        ChatMessage("assistant", "", (call(),)),
        ChatMessage("tool", "done", tool_request_id="call_1"),
        *step(read(DIALECT, completed(reasoning(), message()))),
    )
    for more in ({}, {"form": FORM}, {"effort": "low"}):
        TypeAdapter(ResponseCreateParamsStreaming).validate_python(body(DIALECT, *turns, **more))


def test_nothing_is_stored_and_reasoning_comes_encrypted() -> None:
    sent = body(DIALECT, person("Hi"))
    assert (sent["store"], sent["stream"], sent["include"]) == (False, True, ["reasoning.encrypted_content"])
    assert (sent["instructions"], sent["max_output_tokens"], sent["reasoning"]) == (
        "You make videos.",
        4096,
        {"summary": "auto"},
    )
    assert [tool["strict"] for tool in sent["tools"]] == [False, False]


def test_a_conversation_has_the_form_that_every_server_of_this_api_knows() -> None:
    turns = (
        person("Hi", Picture("image/png", b"png")),
        ChatMessage("assistant", "Hello", (call(),)),
        ChatMessage("tool", "done", tool_request_id="call_1"),
    )
    picture = {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,cG5n"}
    assert sent_items(*turns) == [
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}, picture]},
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hello"}]},
        {"type": "function_call", "call_id": "call_1", "name": "set_title", "arguments": ARGUMENTS},
        {"type": "function_call_output", "call_id": "call_1", "output": "done"},
    ]


def test_the_output_of_a_step_goes_back_byte_for_byte() -> None:
    items = sent_items(person("Name it"), *step(read(DIALECT, *CALLED), "done"))
    assert json.dumps(items[1:3]) == json.dumps([reasoning(), function_call()])
    assert items[3] == {"type": "function_call_output", "call_id": "call_1", "output": "done"}


def test_a_message_goes_back_with_its_phase() -> None:
    answered = step(read(DIALECT, completed(reasoning(), message(phase="final_answer"))))
    assert sent_items(person("Hi"), *answered, person("Go on"))[1:3] == [reasoning(), message(phase="final_answer")]


def test_what_another_model_has_said_goes_as_text_and_calls() -> None:
    answered, result = step(read(DIALECT, *CALLED), "done")
    assert sent_items(person("Name it"), elsewhere(answered), result)[1] == {
        "type": "function_call",
        "call_id": "call_1",
        "name": "set_title",
        "arguments": ARGUMENTS,
    }


def test_a_call_that_was_cut_is_not_replayed() -> None:
    """Its result is missing, which is refused for ever after."""
    cut = read(
        DIALECT,
        added(0, reasoning()),
        done(0, reasoning()),
        done(1, function_call(arguments='{"ti')),
        completed(status="incomplete", incomplete_details={"reason": "max_output_tokens"}),
    )
    assert sent_items(person("Hi"), *step(cut), person("Go on")) == sent_items(person("Hi"), person("Go on"))


def test_reasoning_that_does_not_carry_itself_stays_behind_with_the_ids_that_need_it() -> None:
    answered = step(read(DIALECT, completed(reasoning(encrypted_content=None), function_call())), "done")
    assert [item.get("id") for item in sent_items(person("Hi"), *answered)] == [None, None, None]


def test_reasoning_as_text_goes_back() -> None:
    item = reasoning(text="", encrypted_content=None, content=[{"type": "reasoning_text", "text": "Hmm."}])
    answered = step(read(DIALECT, completed(item, function_call())), "done")
    assert sent_items(person("Hi"), *answered)[1:3] == [item, function_call()]


def test_reasoning_that_nothing_follows_stays_behind() -> None:
    answered = step(read(DIALECT, completed(message(), reasoning("rs_2"))))
    assert [item["type"] for item in sent_items(person("Hi"), *answered)] == ["message", "message"]


def test_ids_of_items_are_left_out_where_they_were_refused() -> None:
    answered = step(read(DIALECT, *CALLED), "done")
    items = sent_items(person("Hi"), *answered, options=Options(dropped=frozenset({"input.id"})))
    assert not any("id" in item for item in items)
    assert items[1]["encrypted_content"] == "gAAA"


def test_a_provider_that_does_not_take_back_its_output_gets_text_and_calls() -> None:
    answered = step(read(DIALECT, *CALLED), "done")
    items = sent_items(person("Hi"), *answered, options=Options(dropped=frozenset({"vendor"})))
    assert [item["type"] for item in items] == ["message", "function_call", "function_call_output"]


def test_a_long_id_is_mapped_in_the_replay_too() -> None:
    long = "call_" + "x" * 200
    answered = step(read(DIALECT, completed(reasoning(), function_call(call_id=long))), "done")
    _, _, sent_call, result = sent_items(person("Hi"), *answered)
    assert sent_call["call_id"] == result["call_id"] != long
    assert len(sent_call["call_id"]) <= 64


def test_calls_that_came_in_another_order_go_back_with_their_own_ids() -> None:
    came = read(
        DIALECT,
        added(1, function_call("b", "call_b")),
        added(0, function_call("a", "call_a")),
        completed(function_call("a", "call_a", '{"title": "A"}'), function_call("b", "call_b", '{"title": "B"}')),
    )
    items = sent_items(person("Hi"), *step(came, "b", "a"))
    assert [(item["id"], item["arguments"]) for item in items[1:3]] == [
        ("a", '{"title": "A"}'),
        ("b", '{"title": "B"}'),
    ]


def test_a_form_is_a_strict_schema_a_tool_or_words() -> None:
    schema = body(DIALECT, person("Hi"), form=FORM)
    assert (schema["text"]["format"]["type"], schema["text"]["format"]["strict"]) == ("json_schema", True)
    assert "tools" not in schema
    tool = body(DIALECT, person("Hi"), form=FORM, options=Options(form="tool"))
    assert ([each["name"] for each in tool["tools"]], tool["tool_choice"]) == (["scene"], "required")
    prompt = body(DIALECT, person("Hi"), form=FORM, options=Options(form="prompt"))
    assert "text" not in prompt
    assert "title" in prompt["instructions"]


@pytest.mark.parametrize(
    ("effort", "asked"), [("low", {"effort": "low", "summary": "auto"}), ("none", {"effort": "none"})]
)
def test_effort_is_passed_on(effort: str, asked: dict[str, str]) -> None:
    assert body(DIALECT, person("Hi"), effort=effort)["reasoning"] == asked


def test_where_no_system_prompt_is_taken_it_stands_before_the_first_words() -> None:
    sent = body(DIALECT, person("Hi"), options=Options(system="user"))
    assert "instructions" not in sent
    assert [part["text"] for part in sent["input"][0]["content"]] == ["You make videos.", "Hi"]
    assert body(DIALECT, person("Hi"), options=Options(system="developer"))["input"][0]["role"] == "developer"


def test_the_origin_of_what_goes_back_is_the_one_that_was_given() -> None:
    end = read(DIALECT, *CALLED).end
    assert end is not None
    assert end.vendor is not None
    assert end.vendor.origin == ORIGIN
