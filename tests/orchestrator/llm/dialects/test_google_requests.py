"""The Gemini API: what is sent, and what goes back."""

import json
from typing import Any

import pytest

from orchestrator.llm.dialects.google import DIALECT
from orchestrator.llm.interface import ChatMessage, Picture, ToolSpec
from orchestrator.llm.options import Options
from tests.orchestrator.llm.dialects.google_events import DUMMY, FORM, FUNCTION_CALL, SIGNED, chunk, end, text
from tests.orchestrator.llm.dialects.reading import body, call, elsewhere, person, read, step


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
