"""Bodies as the four dialects send them, for refusals to refuse: by name, e.g. `chat` or `anthropic_form`."""

from collections.abc import Mapping
from typing import Any

Body = dict[str, Any]

SCHEMA: Body = {
    "type": "object",
    "properties": {
        "template": {"type": "string", "const": "title", "description": "x"},
        "words": {"type": "string", "pattern": "\\S", "minLength": 1, "maxLength": 80, "format": "date"},
        "title": {"anyOf": [{"type": "string", "default": "x"}, {"type": "null"}]},
    },
    "required": ["template", "words", "title"],
    "additionalProperties": False,
    "$defs": {"A": {"type": "string"}},
}
CACHED: Body = {"cache_control": {"type": "ephemeral"}}


def _functions(count: int) -> list[Body]:
    function = {"description": "d", "strict": True, "parameters": SCHEMA}
    return [{"type": "function", "function": {"name": f"t{n}", **function}} for n in range(count)]


_CALL = {"id": "a", "type": "function", "function": {"name": "t0", "arguments": "{}"}}
_CHAT: Body = {
    "model": "m",
    "messages": [
        {"role": "system", "content": "s"},
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": None, "reasoning_content": "x", "tool_calls": [_CALL]},
        {"role": "tool", "tool_call_id": "a", "content": "r"},
    ],
    "stream": True,
    "stream_options": {"include_usage": True},
    "max_completion_tokens": 4096,
}
_RESPONSES: Body = {
    "model": "m",
    "instructions": "s",
    "input": [{"role": "user", "content": [{"type": "input_text", "text": "hi"}]}],
    "max_output_tokens": 4096,
    "reasoning": {"summary": "auto", "effort": "medium"},
    "include": ["reasoning.encrypted_content"],
    "store": False,
    "stream": True,
}
_FUNCTION = {"type": "function", "description": "d", "parameters": SCHEMA}
_ANTHROPIC: Body = {
    "model": "m",
    "max_tokens": 4096,
    "system": [{"type": "text", "text": "s", **CACHED}],
    "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
    "stream": True,
    "thinking": {"type": "enabled", "budget_tokens": 2048},
}
_TOOL = {"description": "d", "input_schema": SCHEMA}
_GOOGLE: Body = {
    "contents": [{"role": "user", "parts": [{"text": "hi"}]}],
    "systemInstruction": {"parts": [{"text": "s"}]},
    "generationConfig": {
        "maxOutputTokens": 4096,
        "thinkingConfig": {"includeThoughts": True, "thinkingLevel": "low"},
    },
}
_DECLARED = {"description": "d", "parameters": SCHEMA}
_FORM = {"type": "json_schema", "name": "scene", "strict": True, "schema": SCHEMA}
_CONFIG = {"maxOutputTokens": 4096, "responseMimeType": "application/json", "responseSchema": SCHEMA}

BODIES: Mapping[str, Body] = {
    "chat": {**_CHAT, "tools": _functions(3), "parallel_tool_calls": False},
    "chat_form": {**_CHAT, "response_format": {"type": "json_schema", "json_schema": _FORM}},
    "chat_tool_form": {**_CHAT, "tools": _functions(1), "tool_choice": "required"},
    "responses": {**_RESPONSES, "tools": [{**_FUNCTION, "name": name, "strict": False} for name in ("t", "t2")]},
    "responses_form": {**_RESPONSES, "text": {"format": _FORM}},
    "responses_tool_form": {**_RESPONSES, "tools": [{**_FUNCTION, "name": "scene"}]},
    "anthropic": {**_ANTHROPIC, "tools": [{**_TOOL, "name": "t"}, {**_TOOL, "name": "t2", **CACHED}]},
    "anthropic_form": {**_ANTHROPIC, "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}},
    "google": {**_GOOGLE, "tools": [{"functionDeclarations": [{**_DECLARED, "name": name} for name in ("t", "t2")]}]},
    "google_form": {**_GOOGLE, "generationConfig": _CONFIG},
    "google_tool_form": {**_GOOGLE, "tools": [{"functionDeclarations": [{**_DECLARED, "name": "scene"}]}]},
}


def sent(name: str, changes: Mapping[str, Any] | None = None) -> tuple[Body, str]:
    """A body, changed (None takes a field out), and the dialect that it is written in."""
    body = {**BODIES[name], **(changes or {})}
    return {key: value for key, value in body.items() if value is not None}, name.partition("_")[0]
