"""Gemini's generateContent: what is sent, what goes back, and what is read of whole, torn and odd streams."""

import json
from typing import Any

import pytest

from chatstream.run.errors import ModelError
from orchestrator.llm.dialects.dialect import RefusalError
from orchestrator.llm.dialects.google import DIALECT
from orchestrator.llm.interface import AnswerForm, ChatMessage, Picture, ToolSpec, Usage
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.reading import body, call, elsewhere, person, read, step

FUNCTION_CALL = {"name": "set_title", "args": {"title": "Dawn"}, "id": "fc1"}
SIGNED = {"functionCall": FUNCTION_CALL, "thoughtSignature": "CpAB_w=="}
USAGE = {
    "promptTokenCount": 11,
    "cachedContentTokenCount": 3,
    "candidatesTokenCount": 5,
    "thoughtsTokenCount": 2,
    "totalTokenCount": 18,
}
FORM = AnswerForm(
    "scene", "One scene.", {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
)
DUMMY = "skip_thought_signature_validator"


def chunk(*parts: Any, finish: Any = None, **more: Any) -> dict[str, Any]:
    finished = {} if finish is None else {"finishReason": finish}
    return {
        "candidates": [{"content": {"role": "model", "parts": list(parts)}, "index": 0, **finished}],
        "modelVersion": "m",
        **more,
    }


def text(*pieces: str) -> list[dict[str, Any]]:
    return [chunk({"text": piece}) for piece in pieces]


def end(finish: Any = "STOP") -> dict[str, Any]:
    return chunk({"text": ""}, finish=finish, usageMetadata=USAGE)


CALLED = [chunk({"text": "Hmm.", "thought": True}), chunk(SIGNED), end()]


# --- what is read ---------------------------------------------------------------------------------------------------------


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


# --- what is sent ---------------------------------------------------------------------------------------------------------


def sent_contents(*turns: ChatMessage, **more: Any) -> Any:
    return body(DIALECT, *turns, **more)["contents"]


@pytest.mark.parametrize(
    ("model", "path"),
    [
        ("gemini-3-pro", "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse"),
        ("models/gemini-3-pro", "/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse"),
    ],
)
def test_the_model_stands_in_the_path_and_the_key_in_a_header(model: str, path: str) -> None:
    assert DIALECT.path(model) == path
    assert DIALECT.headers("k") == {"x-goog-api-key": "k"}


def test_a_request() -> None:
    undo = ToolSpec("undo", "Undo.", {"type": "object", "properties": {}, "additionalProperties": False})
    sent = body(DIALECT, person("Hi"), tools=(undo,), model="gemini-2.0-flash")
    assert sent == {
        "systemInstruction": {"parts": [{"text": "You make videos."}]},
        "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
        "generationConfig": {"maxOutputTokens": 4096},
        "tools": [{"functionDeclarations": [{"name": "undo", "description": "Undo."}]}],
    }


def test_schemas_have_nothing_that_gemini_does_not_know() -> None:
    [tool] = body(DIALECT, person("Hi"))["tools"]
    parameters = tool["functionDeclarations"][0]["parameters"]
    assert parameters["required"] == ["title"]
    assert "additionalProperties" not in json.dumps(tool)


def test_the_results_of_a_step_stand_in_one_content_by_their_names() -> None:
    turns = (
        person("Hi", Picture("image/png", b"png")),
        ChatMessage("assistant", "Two.", (call(id="a"), call(id="b", name="ask_user"))),
        ChatMessage("tool", '{"success": true}', tool_request_id="a"),
        ChatMessage("tool", "plain words", tool_request_id="b"),
        ChatMessage("assistant", "Done."),
    )
    first, second, third, _ = sent_contents(*turns)
    assert first["parts"] == [{"inlineData": {"mimeType": "image/png", "data": "cG5n"}}, {"text": "Hi"}]
    assert (second["role"], [*second["parts"][1]]) == ("model", ["functionCall", "thoughtSignature"])
    assert third == {
        "role": "user",
        "parts": [
            {"functionResponse": {"name": "set_title", "response": {"success": True}}},
            {"functionResponse": {"name": "ask_user", "response": {"result": "plain words"}}},
        ],
    }


def test_words_never_stand_beside_results() -> None:
    turns = (
        person("Hi"),
        ChatMessage("assistant", "", (call(),)),
        ChatMessage("tool", "done", tool_request_id="call_1"),
        person("And now?"),
    )
    assert [[*part] for content in sent_contents(*turns)[2:] for part in content["parts"]] == [
        ["functionResponse"],
        ["text"],
    ]
    assert len(sent_contents(*turns)) == 4


def test_roles_alternate() -> None:
    turns = (
        person("One"),
        person("Two"),
        ChatMessage("assistant", " "),
        person("Three"),
        ChatMessage("assistant", "Yes."),
        person("Four"),
    )
    assert [content["role"] for content in sent_contents(*turns)] == ["user", "model", "user"]


def test_parts_go_back_byte_for_byte_with_their_signatures() -> None:
    parts = [{"text": "Well."}, SIGNED, {"functionCall": {**FUNCTION_CALL, "id": "fc2"}}]
    answered = step(read(DIALECT, *text("Well", "."), chunk(*parts[1:]), end()), "one", "two")
    _, replayed, results = sent_contents(person("Name it"), *answered)
    assert json.dumps(replayed) == json.dumps({"role": "model", "parts": parts})
    assert [part["functionResponse"]["id"] for part in results["parts"]] == ["fc1", "fc2"]


def test_a_signature_stays_on_the_very_text_that_has_it() -> None:
    events = [
        *text("Hel", "lo"),
        chunk({"text": " you", "thoughtSignature": "s1"}),
        *text("!"),
        chunk({"thoughtSignature": "s2"}),
        end(),
    ]
    replayed = sent_contents(person("Hi"), *step(read(DIALECT, *events)), person("Go on"))[1]
    assert replayed["parts"] == [
        {"text": "Hello"},
        {"text": " you", "thoughtSignature": "s1"},
        {"text": "!"},
        {"text": "", "thoughtSignature": "s2"},
    ]


def test_a_call_that_came_without_an_id_goes_back_without_one() -> None:
    answered = step(
        read(DIALECT, chunk({"functionCall": {"name": "set_title", "args": {}}, "thoughtSignature": "s"}), end()),
        "done",
    )
    _, replayed, results = sent_contents(person("Hi"), *answered)
    assert replayed["parts"] == [{"functionCall": {"name": "set_title", "args": {}}, "thoughtSignature": "s"}]
    assert results["parts"] == [{"functionResponse": {"name": "set_title", "response": {"result": "done"}}}]


def test_names_as_in_python_go_back_as_they_came() -> None:
    part = {"function_call": FUNCTION_CALL, "thought_signature": "s"}
    answered = step(read(DIALECT, chunk(part), end()), "done")
    assert sent_contents(person("Hi"), *answered)[1]["parts"] == [part]


def test_equal_ids_are_told_apart_in_the_replay_too() -> None:
    answered = step(read(DIALECT, chunk(SIGNED, {"functionCall": FUNCTION_CALL}), end()), "one", "two")
    _, replayed, results = sent_contents(person("Hi"), *answered)
    ids = [part["functionCall"]["id"] for part in replayed["parts"]]
    assert len(set(ids)) == 2
    assert [part["functionResponse"]["id"] for part in results["parts"]] == ids


@pytest.mark.parametrize("options", [Options(), Options(dropped=frozenset({"vendor"}))])
def test_calls_of_another_model_have_the_documented_dummy_once_a_step(options: Options) -> None:
    answered, *results = step(
        read(DIALECT, chunk(SIGNED, {"functionCall": {**FUNCTION_CALL, "id": "fc2"}}), end()), "one", "two"
    )
    replayed = answered if options.dropped else elsewhere(answered)
    parts = sent_contents(person("Hi"), replayed, *results, options=options, model="gemini-3-flash")[1]["parts"]
    bare = {"functionCall": {"name": "set_title", "args": {"title": "Dawn"}}}
    assert parts == [{**bare, "thoughtSignature": DUMMY}, bare]


def test_models_without_signatures_get_none() -> None:
    turns = person("Hi"), ChatMessage("assistant", "", (call(),)), ChatMessage("tool", "done", tool_request_id="call_1")
    assert "thoughtSignature" not in json.dumps(sent_contents(*turns, model="gemini-2.5-flash"))


def test_a_call_that_was_cut_is_not_replayed() -> None:
    cut = read(DIALECT, chunk(SIGNED), end("MAX_TOKENS"))
    assert sent_contents(person("Hi"), *step(cut), person("Go on")) == sent_contents(person("Hi"), person("Go on"))


def test_a_form_is_a_schema_a_tool_or_words() -> None:
    config = body(DIALECT, person("Hi"), form=FORM)["generationConfig"]
    assert config["responseMimeType"] == "application/json"
    assert config["responseSchema"]["required"] == ["title"]
    tool = body(DIALECT, person("Hi"), form=FORM, options=Options(form="tool"))
    assert tool["toolConfig"] == {"functionCallingConfig": {"mode": "ANY"}}
    unforced = body(DIALECT, person("Hi"), form=FORM, options=Options(form="tool", tool_choice=False))
    assert "toolConfig" not in unforced
    prompt = body(DIALECT, person("Hi"), form=FORM, options=Options(form="prompt"))
    assert "responseSchema" not in prompt["generationConfig"]
    assert "title" in prompt["systemInstruction"]["parts"][0]["text"]


@pytest.mark.parametrize(
    ("model", "effort", "config"),
    [
        ("gemini-3-pro", "", {"includeThoughts": True}),
        ("gemini-3-pro", "low", {"includeThoughts": True, "thinkingLevel": "low"}),
        ("gemini-3-flash", "none", {"thinkingLevel": "minimal"}),
        ("gemini-4-argon", "xhigh", {"includeThoughts": True, "thinkingLevel": "high"}),
        ("gemini-2.5-flash", "medium", {"includeThoughts": True, "thinkingBudget": 8192}),
        ("gemini-2.5-flash", "none", {"thinkingBudget": 0}),
        ("gemini-2.0-flash", "high", None),
        ("gemma-3-27b-it", "", None),
    ],
)
def test_how_a_model_is_asked_to_think(model: str, effort: str, config: Any) -> None:
    assert body(DIALECT, person("Hi"), model=model, effort=effort)["generationConfig"].get("thinkingConfig") == config


def test_where_no_system_prompt_is_taken_it_stands_before_the_first_words() -> None:
    sent = body(DIALECT, person("Hi"), options=Options(system="user"))
    assert "systemInstruction" not in sent
    assert sent["contents"][0]["parts"] == [{"text": "You make videos."}, {"text": "Hi"}]
