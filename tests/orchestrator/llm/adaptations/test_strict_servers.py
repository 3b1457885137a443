"""A server that refuses one thing after the other has what it takes within eight adaptations, in every dialect."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from orchestrator.llm.adaptations import adapt
from orchestrator.llm.dialects import anthropic, chat, google, responses
from orchestrator.llm.dialects.dialect import Dialect
from orchestrator.llm.dialects.requests import without_fields
from orchestrator.llm.http.retries import MAX_ADAPTATIONS
from orchestrator.llm.interface import AnswerForm, ChatMessage, Picture, StepRequest, ToolSpec
from orchestrator.llm.options import Options
from orchestrator.llm.refusals import Refusal

SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "string", "description": "x"}},
    "required": ["a"],
    "additionalProperties": False,
}
TOOLS = tuple(ToolSpec(name, "does", SCHEMA) for name in ("t0", "t1"))
HELLO = (ChatMessage("user", "hi", pictures=(Picture("image/png", b"x"),)),)
TURN = StepRequest("be good", HELLO, TOOLS, effort="high")
SCENE = StepRequest("be good", HELLO, form=AnswerForm("scene", "a scene", SCHEMA))

Rule = tuple[Callable[[Any], bool], str]


def holds(word: str) -> Callable[[Any], bool]:
    return lambda body: f'"{word}"' in json.dumps(body)


def config(body: Any) -> dict[str, Any]:
    return body.get("generationConfig", {})


CHAT: list[Rule] = [
    (holds("stream_options"), "stream_options: Extra inputs are not permitted"),
    (holds("max_completion_tokens"), "unknown field max_completion_tokens"),
    (lambda body: body.get("max_tokens", 0) > 1500, "max_tokens must be <= 1500"),
    (lambda body: body["messages"][0]["role"] == "system", "System role not supported"),
    (holds("image_url"), "messages.0.content must be a string"),
    (holds("reasoning_effort"), "reasoning_effort is not supported by this model"),
]
CHAT_FORM: list[Rule] = [
    (holds("response_format"), "response_format is unsupported"),
    (holds("tool_choice"), "tool_choice must be auto"),
    (holds("tools"), "This model cannot use tools"),
]
RESPONSES: list[Rule] = [
    (holds("include"), "Unsupported parameter: 'include'"),
    (lambda body: "summary" in body.get("reasoning", {}), "reasoning.summary is not allowed here"),
    (lambda body: body["reasoning"]["effort"] != "low", "reasoning.effort 'high' is unsupported, use 'low'"),
    (holds("store"), "Unknown parameter: 'store'"),
    (holds("strict"), "tools[0].strict: unknown"),
    (lambda body: body["max_output_tokens"] > 2048, "max_output_tokens is too large"),
]
ANTHROPIC: list[Rule] = [
    (holds("cache_control"), "system.0.cache_control: Extra inputs are not permitted"),
    (lambda body: body.get("thinking", {}).get("type") == "enabled", '"thinking.type.enabled" is not supported'),
    (lambda body: body.get("thinking", {}).get("type") == "adaptive", "adaptive thinking is not supported"),
    (holds("output_config"), "output_config: Extra inputs are not permitted"),
    (holds("image"), "this model does not take images"),
]
ANTHROPIC_FORM: list[Rule] = [
    (holds("output_config"), "output_config.format: Extra inputs are not permitted"),
    (holds("tool_choice"), "tool_choice: type 'tool' is not supported"),
]
GOOGLE: list[Rule] = [
    (holds("systemInstruction"), "Developer instruction is not enabled for models/m"),
    (holds("thinkingLevel"), "Thinking level is not supported for this model."),
    (
        holds("includeThoughts"),
        "Unknown name \"includeThoughts\" at 'generation_config.thinking_config': Cannot find field.",
    ),
    (lambda body: config(body).get("maxOutputTokens", 0) > 2048, "max_output_tokens must be in the range [1, 2048]"),
    (holds("inlineData"), "Image input modality is not enabled for models/m"),
]
GOOGLE_FORM: list[Rule] = [
    (holds("responseSchema"), "JSON mode is not enabled for models/m"),
    (holds("toolConfig"), "Function calling mode ANY is unsupported"),
    (holds("tools"), "Function calling is not enabled for models/m"),
]


@pytest.mark.parametrize(
    ("dialect", "request_", "rules"),
    [
        (chat.DIALECT, TURN, CHAT),
        (chat.DIALECT, SCENE, CHAT_FORM),
        (responses.DIALECT, TURN, RESPONSES),
        (anthropic.DIALECT, TURN, ANTHROPIC),
        (anthropic.DIALECT, SCENE, ANTHROPIC_FORM),
        (google.DIALECT, TURN, GOOGLE),
        (google.DIALECT, SCENE, GOOGLE_FORM),
    ],
    ids=["chat", "chat-form", "responses", "anthropic", "anthropic-form", "google", "google-form"],
)
def test_a_body_that_is_taken_is_found(dialect: Dialect, request_: StepRequest, rules: list[Rule]):
    options = Options()
    for _ in range(MAX_ADAPTATIONS + 1):
        body = without_fields(dialect.body("m", request_, options, "here"), options.dropped)
        refused = next((words for is_wrong, words in rules if is_wrong(body)), None)
        if refused is None:
            break
        adapted = adapt(Refusal(400, json.dumps({"error": {"message": refused}})), body, options, dialect.name)
        assert adapted is not None, (refused, options)
        options = adapted

    assert refused is None, options
