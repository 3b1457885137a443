"""Chat Completions, as OpenAI itself streams them."""

import json
from base64 import b64decode
from typing import Any

from .parts import TOKENS, Call, Entry, Part, Sent, Thought, Tokens, Words
from .transcript import Transcript, frame, halves

DONE = b"data: [DONE]\n\n"


def chunk(finish: str | None = None, /, **delta: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }


def delta(finish: str | None = None, /, **fields: Any) -> bytes:
    """One event of a stream."""
    return frame(chunk(finish, **fields))


def call_piece(name: str | None = None, arguments: Any = None, **fields: Any) -> dict[str, Any]:
    """A piece of a call; what is None is left out."""
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    return {
        **{key: value for key, value in fields.items() if value is not None},
        "type": "function",
        "function": function,
    }


class Chat(Transcript):
    name = "chat"
    base = "/v1"
    path = "/v1/chat/completions"

    def beginning(self, *parts: Part) -> list[bytes]:
        events, index = [delta(role="assistant", content="")], 0
        for part in parts:
            match part:
                case Words(text):
                    events.append(delta(content=text))
                case Thought(text, signature):
                    events.append(delta(reasoning_content=text, **_details(text, signature)))
                case Call():
                    first, *rest = _pieces(part, index)
                    events += [delta(tool_calls=[first]), *(delta(tool_calls=[piece]) for piece in rest)]
                    index += 1
        return events

    def ending(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        events = [delta(finish or self._finish(parts))]
        if tokens:
            events.append(frame({**chunk(), "choices": [], "usage": _usage(tokens)}))
        return [*events, DONE]

    def whole(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> Any:
        text = "".join(part.text for part in parts if isinstance(part, Words))
        message: dict[str, Any] = {"role": "assistant", "content": text or None}
        for part in parts:
            if isinstance(part, Thought):
                message |= {
                    "reasoning_content": message.get("reasoning_content", "") + part.text,
                    **_details(part.text, part.signature),
                }
        if calls := [part for part in parts if isinstance(part, Call)]:
            message["tool_calls"] = [_whole_call(call) for call in calls]
        choice = {"index": 0, "message": message, "finish_reason": finish or self._finish(parts)}
        whole = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted",
            "choices": [choice],
        }
        return {**whole, "usage": _usage(tokens)} if tokens else whole

    def error(self, message: str, status: int = 400, code: str = "") -> Any:
        kind = "invalid_request_error" if status < 500 else "server_error"
        return {"error": {"message": message, "type": kind, "param": None, "code": code or None}}

    def error_event(self, message: str, status: int = 500, code: str = "") -> bytes:
        return frame({"error": {"message": message, "code": code or status}})

    def sent(self, body: Any) -> Sent:
        messages = body["messages"]
        system = "\n".join(m["content"] for m in messages if m["role"] in ("system", "developer"))
        entries = [_entry(m) for m in messages if m["role"] not in ("system", "developer")]
        tools = {t["function"]["name"]: t["function"]["parameters"] for t in body.get("tools", [])}
        form = body.get("response_format", {}).get("json_schema", {}).get("schema")
        limit = body.get("max_completion_tokens", body.get("max_tokens"))
        return Sent(system, entries, tools, body.get("tool_choice", "auto"), limit, form)

    def _finish(self, parts: tuple[Part, ...]) -> str:
        return "tool_calls" if self.has_calls(parts) else "stop"


def _details(text: str, signature: str) -> dict[str, Any]:
    """OpenRouter's."""
    return (
        {"reasoning_details": [{"type": "reasoning.text", "text": text, "signature": signature, "index": 0}]}
        if signature
        else {}
    )


def _pieces(call: Call, index: int) -> list[dict[str, Any]]:
    extra = {"google": {"thought_signature": call.signature}} if call.signature else None
    first = call_piece(call.name, "", index=index, id=call.id, extra_content=extra)
    return [first, *(call_piece(None, half, index=index) for half in halves(call.arguments))]


def _whole_call(call: Call) -> dict[str, Any]:
    extra = {"google": {"thought_signature": call.signature}} if call.signature else None
    return call_piece(call.name, call.arguments, id=call.id, extra_content=extra)


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.input + tokens.output,
        "prompt_tokens_details": {"cached_tokens": tokens.cached},
        "completion_tokens_details": {"reasoning_tokens": tokens.reasoning},
    }


def _entry(message: dict[str, Any]) -> Entry:
    content = message.get("content")
    if message["role"] == "tool":
        return Entry("tool", results=[(message["tool_call_id"], content)])
    entry = Entry(message["role"])
    for part in content if isinstance(content, list) else [{"type": "text", "text": content or ""}]:
        if part["type"] == "text":
            entry.text += part["text"]
        else:
            media_type, _, data = part["image_url"]["url"].removeprefix("data:").partition(";base64,")
            entry.pictures.append((media_type, b64decode(data)))
    for call in message.get("tool_calls") or []:
        function = call["function"]
        entry.calls.append((call["id"], function["name"], json.loads(function["arguments"])))
        entry.vendor += [{key: value} for key, value in call.items() if key not in ("id", "type", "function")]
    entry.vendor += [{key: value} for key, value in message.items() if key not in ("role", "content", "tool_calls")]
    return entry


def pieces(*calls: dict, finish: str = "tool_calls") -> list[bytes]:
    """One call piece an event."""
    return [delta(role="assistant", content=None), *(delta(tool_calls=[call]) for call in calls), delta(finish), DONE]
