"""Anthropic's Messages, as it streams itself."""

import json
from base64 import b64decode
from typing import Any

from .parts import TOKENS, Call, Entry, Part, Sent, Thought, Tokens, Words
from .transcript import Transcript, frame, halves

_ERRORS = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
}


def event(kind: str, **fields: Any) -> bytes:
    """One event of a stream."""
    return frame({"type": kind, **fields}, kind)


class Anthropic(Transcript):
    name = "anthropic"
    base = ""
    path = "/v1/messages"

    def beginning(self, *parts: Part) -> list[bytes]:
        usage = {
            "input_tokens": TOKENS.input - TOKENS.cached,
            "cache_read_input_tokens": TOKENS.cached,
            "output_tokens": 1,
        }
        message = {**self._message([], None), "usage": usage}
        events = [event("message_start", message=message)]
        for index, (block, pieces) in enumerate(_blocks(parts)):
            events += _block_events(index, block, pieces)
            if index == 0:
                events.append(event("ping"))
        return events

    def ending(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        usage = {"usage": {"output_tokens": tokens.output}} if tokens else {}
        done = event(
            "message_delta", delta={"stop_reason": finish or self._finish(parts), "stop_sequence": None}, **usage
        )
        return [done, event("message_stop")]

    def whole(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> Any:
        message = self._message([block for block, _ in _blocks(parts)], finish or self._finish(parts))
        return {**message, "usage": _usage(tokens)} if tokens else message

    def error(self, message: str, status: int = 400, code: str = "") -> Any:
        kind = code or _ERRORS.get(status, "api_error")
        return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}

    def error_event(self, message: str, status: int = 500, code: str = "") -> bytes:
        return frame(self.error(message, status, code), "error")

    def sent(self, body: Any) -> Sent:
        system = body.get("system", "")
        text = system if isinstance(system, str) else "\n".join(block["text"] for block in system)
        tools = {tool["name"]: tool["input_schema"] for tool in body.get("tools", [])}
        kind = body.get("tool_choice", {}).get("type", "auto")
        form = (body.get("output_config", {}).get("format") or body.get("output_format") or {}).get("schema")
        choice = {"any": "required", "tool": "required"}.get(kind, kind)
        return Sent(
            text, [_entry(message) for message in body["messages"]], tools, choice, body.get("max_tokens"), form
        )

    def _message(self, content: list[Any], stop_reason: str | None) -> dict[str, Any]:
        about = {"id": "msg_1", "type": "message", "role": "assistant", "model": "scripted"}
        return {**about, "content": content, "stop_reason": stop_reason, "stop_sequence": None}

    def _finish(self, parts: tuple[Part, ...]) -> str:
        return "tool_use" if self.has_calls(parts) else "end_turn"


def _blocks(parts: tuple[Part, ...]) -> list[tuple[dict[str, Any], list[str]]]:
    """The content blocks as they are in the end, and the pieces in which each is streamed. Neighbours of a kind are one."""
    blocks: list[tuple[dict[str, Any], list[str]]] = []
    for part in parts:
        match part:
            case Words(text) if blocks and blocks[-1][0]["type"] == "text":
                blocks[-1][0]["text"] += text
                blocks[-1][1].append(text)
            case Words(text):
                blocks.append(({"type": "text", "text": text}, [text]))
            case Thought(text) if blocks and blocks[-1][0]["type"] == "thinking":
                blocks[-1][0]["thinking"] += text
                blocks[-1][1].append(text)
            case Thought(text, signature):
                blocks.append(({"type": "thinking", "thinking": text, "signature": signature}, [text]))
            case Call(name, arguments, own):
                try:
                    value = json.loads(arguments)
                except ValueError:
                    value = arguments
                blocks.append(({"type": "tool_use", "id": own, "name": name, "input": value}, halves(arguments)))
    return blocks


def _block_events(index: int, block: dict[str, Any], pieces: list[str]) -> list[bytes]:
    match block["type"]:
        case "text":
            first, deltas = {**block, "text": ""}, [{"type": "text_delta", "text": piece} for piece in pieces]
        case "thinking":
            first = {**block, "thinking": "", "signature": ""}
            deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
        case _:
            first = {**block, "input": {}}
            deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in ["", *pieces]]
    return [
        event("content_block_start", index=index, content_block=first),
        *(event("content_block_delta", index=index, delta=each) for each in deltas),
        event("content_block_stop", index=index),
    ]


def _usage(tokens: Tokens) -> dict[str, Any]:
    cached = {"cache_read_input_tokens": tokens.cached, "cache_creation_input_tokens": 0}
    return {"input_tokens": tokens.input - tokens.cached, **cached, "output_tokens": tokens.output}


def _entry(message: dict[str, Any]) -> Entry:
    entry, content = Entry(message["role"]), message["content"]
    for block in content if isinstance(content, list) else [{"type": "text", "text": content}]:
        match block["type"]:
            case "text":
                entry.text += block["text"]
            case "tool_use":
                entry.calls.append((block["id"], block["name"], block["input"]))
            case "tool_result":
                result = block["content"]
                entry.results.append((block["tool_use_id"], result if isinstance(result, str) else result[0]["text"]))
            case "image":
                entry.pictures.append((block["source"]["media_type"], b64decode(block["source"]["data"])))
            case _:
                entry.vendor.append(block)
    return entry
