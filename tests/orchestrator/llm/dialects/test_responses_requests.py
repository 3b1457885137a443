"""The Responses API: what is sent, and what goes back."""

import json
from typing import Any

import pytest
from openai.types.responses.response_create_params import ResponseCreateParamsStreaming
from pydantic import TypeAdapter

from orchestrator.llm.dialects.responses import DIALECT
from orchestrator.llm.interface import ChatMessage, Picture
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.reading import ORIGIN, body, call, elsewhere, person, read, step
from tests.orchestrator.llm.dialects.responses_events import (
    ARGUMENTS,
    CALLED,
    FORM,
    added,
    completed,
    done,
    function_call,
    message,
    reasoning,
)


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
