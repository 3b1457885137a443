"""Anthropic's Messages: what is sent, what goes back, and what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.anthropic import DIALECT
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.interface import AnswerForm, ChatMessage, Picture, Usage
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.reading import body, call, elsewhere, person, read, step

ARGUMENTS = '{"title": "Dawn"}'
THINKING = {"type": "thinking", "thinking": "Hmm.", "signature": "EqQB/+=="}
REDACTED = {"type": "redacted_thinking", "data": "EmwKAhgB"}
TOOL_USE = {"type": "tool_use", "id": "toolu_1", "name": "set_title", "input": {"title": "Dawn"}}
FORM = AnswerForm(
    "scene", "One scene.", {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
)
OLD, NEW = "claude-sonnet-4-5-20250929", "claude-opus-4-7"


def start(**message: Any) -> dict[str, Any]:
    usage = {"input_tokens": 5, "cache_read_input_tokens": 3, "cache_creation_input_tokens": 2, "output_tokens": 1}
    return {
        "type": "message_start",
        "message": {
            "type": "message",
            "role": "assistant",
            "content": [],
            "stop_reason": None,
            "usage": usage,
            **message,
        },
    }


def block(index: int | None, first: dict[str, Any], *deltas: dict[str, Any]) -> list[dict[str, Any]]:
    pieces = [{"type": "content_block_delta", "index": index, "delta": delta} for delta in deltas]
    return [
        {"type": "content_block_start", "index": index, "content_block": first},
        *pieces,
        {"type": "content_block_stop", "index": index},
    ]


def text(*pieces: str, index: int | None = 0) -> list[dict[str, Any]]:
    return block(index, {"type": "text", "text": ""}, *({"type": "text_delta", "text": piece} for piece in pieces))


def tool_use(*pieces: str, index: int | None = 0, **first: Any) -> list[dict[str, Any]]:
    deltas = ({"type": "input_json_delta", "partial_json": piece} for piece in pieces)
    return block(index, {**TOOL_USE, "input": {}, **first}, *deltas)


def thinking(index: int = 0) -> list[dict[str, Any]]:
    first = {"type": "thinking", "thinking": "", "signature": ""}
    return block(
        index,
        first,
        {"type": "thinking_delta", "thinking": "Hmm."},
        {"type": "signature_delta", "signature": "EqQB/+=="},
    )


def end(reason: str | None = "end_turn", **usage: Any) -> list[dict[str, Any]]:
    delta = {
        "type": "message_delta",
        "delta": {"stop_reason": reason, "stop_sequence": None},
        "usage": {"output_tokens": 7, **usage},
    }
    return [delta, {"type": "message_stop"}]


CALLED = [start(), *thinking(), *tool_use("", ARGUMENTS[:7], ARGUMENTS[7:], index=1), *end("tool_use")]


# --- what is read ---------------------------------------------------------------------------------------------------------


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


# --- what is sent ---------------------------------------------------------------------------------------------------------


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
