"""Anthropic's Messages: events as a server sends them, for the tests of this API and for those of all."""

from typing import Any

from orchestrator.llm.interface import AnswerForm

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
