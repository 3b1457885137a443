"""Anthropic's Messages: what is sent, and what goes back."""

import json
from typing import Any

import pytest

from orchestrator.llm.dialects.anthropic import DIALECT
from orchestrator.llm.interface import ChatMessage, Picture
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.anthropic_events import (
    ARGUMENTS,
    CALLED,
    FORM,
    NEW,
    OLD,
    REDACTED,
    THINKING,
    TOOL_USE,
    block,
    end,
    start,
    text,
    thinking,
    tool_use,
)
from tests.orchestrator.llm.dialects.reading import body, call, elsewhere, person, read, step


def sent_messages(*turns: ChatMessage, **more: Any) -> Any:
    return body(DIALECT, *turns, **more)["messages"]


def blocks(*turns: ChatMessage, **more: Any) -> list[Any]:
    return [each for message in sent_messages(*turns, **more) for each in message["content"]]


def test_a_request() -> None:
    sent = body(DIALECT, person("Hi"))
    ephemeral = {"cache_control": {"type": "ephemeral"}}
    assert (sent["max_tokens"], sent["stream"]) == (4096, True)
    assert sent["system"] == [{"type": "text", "text": "You make videos.", **ephemeral}]
    assert sent["tools"][-1].items() > ephemeral.items()
    assert "cache_control" not in sent["tools"][0]
    assert sent["tools"][0]["input_schema"]["required"] == ["title"]
    assert sent["messages"] == [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    assert not {"thinking", "tool_choice", "output_config"} & sent.keys()


def test_the_key_and_the_version_stand_in_headers() -> None:
    assert DIALECT.headers("k") == {"anthropic-version": "2023-06-01", "x-api-key": "k"}
    assert DIALECT.headers("") == {"anthropic-version": "2023-06-01"}


def test_the_results_of_a_step_stand_in_one_message_behind_it() -> None:
    turns = (
        person("Hi", Picture("image/png", b"png")),
        ChatMessage("assistant", "Two.", (call(id="a"), call(id="b"))),
        ChatMessage("tool", "first", tool_request_id="a"),
        ChatMessage("tool", "second", tool_request_id="b"),
        person("And now?"),
    )
    first, second, third = sent_messages(*turns)
    picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "cG5n"}}
    assert first == {"role": "user", "content": [picture, {"type": "text", "text": "Hi"}]}
    assert [each["type"] for each in second["content"]] == ["text", "tool_use", "tool_use"]
    assert [each["type"] for each in third["content"]] == ["tool_result", "tool_result", "text"]
    assert [each["tool_use_id"] for each in third["content"][:2]] == ["a", "b"]


def test_blank_text_is_never_sent() -> None:
    turns = (
        person("Hi"),
        ChatMessage("assistant", "\n\n", (call(),)),
        ChatMessage("tool", "done", tool_request_id="call_1"),
        ChatMessage("assistant", " "),
    )
    assert [each["type"] for each in blocks(*turns)] == ["text", "tool_use", "tool_result"]
    assert "system" not in DIALECT.body("m", _request(""), Options(), "here")


def test_roles_alternate() -> None:
    turns = (
        person("One"),
        person("Two"),
        ChatMessage("assistant", " "),
        person("Three"),
        ChatMessage("assistant", "Yes."),
        person("Four"),
    )
    assert [message["role"] for message in sent_messages(*turns)] == ["user", "assistant", "user"]


def test_thinking_goes_back_byte_for_byte_and_first() -> None:
    answered = step(read(DIALECT, *CALLED), "done")
    _, replayed, results = sent_messages(person("Name it"), *answered)
    assert json.dumps(replayed["content"]) == json.dumps([THINKING, TOOL_USE])
    assert results["content"] == [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "done"}]


def test_blocks_keep_their_order_when_the_model_thinks_in_between() -> None:
    events = [
        start(),
        *block(0, REDACTED),
        *text("Well.", index=1),
        *thinking(2),
        *text("\n", index=3),
        *tool_use(ARGUMENTS, index=4),
        *end("tool_use"),
    ]
    answered = step(read(DIALECT, *events), "done")
    replayed = sent_messages(person("Name it"), *answered)[1]
    assert replayed["content"] == [REDACTED, {"type": "text", "text": "Well."}, THINKING, TOOL_USE]


def test_thinking_without_words_goes_back_with_its_signature() -> None:
    hidden = {"type": "thinking", "thinking": "", "signature": "abc"}
    first = {"type": "thinking", "thinking": "", "signature": ""}
    events = [start(), *block(0, first, {"type": "signature_delta", "signature": "abc"}), *text("Hi", index=1), *end()]
    assert blocks(person("Hi"), *step(read(DIALECT, *events)), person("Go on"))[1] == hidden


@pytest.mark.parametrize("options", [Options(), Options(dropped=frozenset({"vendor"}))])
def test_thinking_of_another_model_or_that_was_refused_stays_behind(options: Options) -> None:
    answered, result = step(read(DIALECT, *CALLED), "done")
    replayed = answered if options.dropped else elsewhere(answered)
    assert blocks(person("Name it"), replayed, result, options=options)[1] == TOOL_USE


def test_a_call_that_was_cut_is_not_replayed() -> None:
    cut = read(DIALECT, start(), *thinking(), *tool_use('{"tit', index=1), *end("max_tokens"))
    assert sent_messages(person("Hi"), *step(cut), person("Go on")) == sent_messages(person("Hi"), person("Go on"))


def test_an_id_that_would_be_refused_is_mapped_in_the_replay_too() -> None:
    events = [start(), *thinking(), *tool_use(ARGUMENTS, index=1, id="functions.set_title:0"), *end("tool_use")]
    _, replayed, results = sent_messages(person("Hi"), *step(read(DIALECT, *events), "done"))
    assert replayed["content"][1]["id"] == results["content"][0]["tool_use_id"] == "call00001"


def test_a_form_is_a_schema_a_tool_or_words() -> None:
    schema = body(DIALECT, person("Hi"), form=FORM)
    assert schema["output_config"]["format"]["type"] == "json_schema"
    assert "tools" not in schema
    tool = body(DIALECT, person("Hi"), form=FORM, options=Options(form="tool"))
    assert tool["tool_choice"] == {"type": "tool", "name": "scene"}
    unforced = body(DIALECT, person("Hi"), form=FORM, options=Options(form="tool", tool_choice=False))
    assert "tool_choice" not in unforced
    prompt = body(DIALECT, person("Hi"), form=FORM, options=Options(form="prompt"))
    assert not {"output_config", "tools"} & prompt.keys()
    assert "title" in prompt["system"][0]["text"]


def test_newer_models_think_by_effort_and_show_it() -> None:
    sent = body(DIALECT, person("Hi"), model=NEW, effort="high", form=FORM)
    assert sent["thinking"] == {"type": "adaptive", "display": "summarized"}
    assert sent["output_config"].keys() == {"effort", "format"}
    assert sent["max_tokens"] == 4096


@pytest.mark.parametrize(
    "model", [OLD, "claude-3-7-sonnet-latest", "claude-opus-4-20250514", "anthropic/claude-opus-4.5", "glm-5"]
)
def test_older_models_think_by_a_budget_beside_the_answer(model: str) -> None:
    sent = body(DIALECT, person("Hi"), model=model, effort="low")
    assert sent["thinking"] == {"type": "enabled", "budget_tokens": 2048}
    assert sent["max_tokens"] == 4096 + 2048


@pytest.mark.parametrize(
    "model", ["claude-opus-4-6", "claude-sonnet-5", "anthropic/claude-opus-4.7", "claude-haiku-5-5-20260901"]
)
def test_which_models_are_newer(model: str) -> None:
    assert body(DIALECT, person("Hi"), model=model, effort="low")["thinking"]["type"] == "adaptive"


def test_a_limit_of_output_leaves_room_for_the_answer() -> None:
    sent = body(DIALECT, person("Hi"), model=OLD, effort="high", options=Options(output_limit=8192))
    assert (sent["max_tokens"], sent["thinking"]["budget_tokens"]) == (8192, 6144)
    assert "thinking" not in body(DIALECT, person("Hi"), model=OLD, effort="high", options=Options(output_limit=1024))


def test_a_forced_call_is_made_without_thinking() -> None:
    assert "thinking" not in body(
        DIALECT, person("Hi"), model=OLD, effort="high", form=FORM, options=Options(form="tool")
    )


def test_an_older_model_does_not_begin_to_think_within_a_step_of_another() -> None:
    turns = person("Hi"), ChatMessage("assistant", "", (call(),)), ChatMessage("tool", "done", tool_request_id="call_1")
    assert "thinking" not in body(DIALECT, *turns, model=OLD, effort="high")
    assert "thinking" in body(DIALECT, *turns, person("And now?"), model=NEW, effort="high")


def test_a_kind_of_thinking_that_was_refused_is_not_asked_for_again() -> None:
    for model, refused, left in ((NEW, "adaptive", "enabled"), (OLD, "enabled", "adaptive")):
        options = Options(dropped=frozenset({f"thinking.type={refused}"}))
        assert body(DIALECT, person("Hi"), model=model, effort="low", options=options)["thinking"]["type"] == left


def test_no_thinking() -> None:
    assert body(DIALECT, person("Hi"), model=NEW, effort="none")["thinking"] == {"type": "disabled"}


def test_a_server_that_refuses_caching_is_not_asked_for_it_again() -> None:
    sent = body(
        DIALECT, person("Hi"), options=Options(dropped=frozenset({"system.cache_control", "tools.cache_control"}))
    )
    assert "cache_control" not in json.dumps(sent)


def _request(system: str) -> Any:
    from orchestrator.llm.interface import StepRequest

    return StepRequest(system, (person("Hi"),))
