"""OpenAI's Responses API, as it streams itself."""

import json
from base64 import b64decode
from itertools import count
from typing import Any

from .parts import TOKENS, Call, Entry, Part, Sent, Thought, Tokens, Words
from .transcript import Transcript, frame, halves


def event(kind: str, **fields: Any) -> bytes:
    """One event of a stream."""
    return frame({"type": kind, **fields}, kind)


class Responses(Transcript):
    name = "responses"
    base = "/v1"
    path = "/v1/responses"

    def beginning(self, *parts: Part) -> list[bytes]:
        begun = _response("in_progress", [])
        events = [event("response.created", response=begun), event("response.in_progress", response=begun)]
        for index, (item, pieces) in enumerate(_items(parts)):
            events += _item_events(index, item, pieces)
        return events

    def ending(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        """`finish`: `completed`, `failed`, or `incomplete:REASON`."""
        status, _, reason = (finish or "completed").partition(":")
        return [event(f"response.{status}", response=self._done(parts, status, reason, tokens))]

    def whole(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> Any:
        status, _, reason = (finish or "completed").partition(":")
        return self._done(parts, status, reason, tokens)

    def error(self, message: str, status: int = 400, code: str = "") -> Any:
        kind = "invalid_request_error" if status < 500 else "server_error"
        return {"error": {"message": message, "type": kind, "param": None, "code": code or None}}

    def error_event(self, message: str, status: int = 500, code: str = "") -> bytes:
        usual = {429: "rate_limit_exceeded"}.get(status, "server_error")
        return event("error", code=code or usual, message=message, param=None, sequence_number=9)

    def sent(self, body: Any) -> Sent:
        entries: list[Entry] = []
        for item in body["input"]:
            entry = _entry(item)
            if entries and entry.role == "assistant" == entries[-1].role:  # an answer is several items
                last = entries[-1]
                last.text += entry.text
                last.calls += entry.calls
                last.vendor += entry.vendor
            else:
                entries.append(entry)
        tools = {tool["name"]: tool["parameters"] for tool in body.get("tools", [])}
        form = body.get("text", {}).get("format", {}).get("schema")
        return Sent(
            body.get("instructions", ""),
            entries,
            tools,
            body.get("tool_choice", "auto"),
            body.get("max_output_tokens"),
            form,
        )

    def _done(self, parts: tuple[Part, ...], status: str, reason: str, tokens: Tokens | None) -> dict[str, Any]:
        response = _response(status, [item for item, _ in _items(parts)])
        if reason:
            response["incomplete_details"] = {"reason": reason}
        if status == "failed":
            response["error"] = {"code": "server_error", "message": "The model failed."}
        return {**response, "usage": _usage(tokens)} if tokens else response


def _response(status: str, output: list[Any]) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "status": status,
        "model": "scripted",
        "error": None,
        "incomplete_details": None,
        "output": output,
        "usage": None,
    }


def _items(parts: tuple[Part, ...]) -> list[tuple[dict[str, Any], list[str]]]:
    """The output items as they are in the end, and the pieces in which each is streamed. Neighbours of a kind are one."""
    items: list[tuple[dict[str, Any], list[str]]] = []
    numbers = count(1)
    for part in parts:
        number = next(numbers)
        match part:
            case Words(text) if items and items[-1][0]["type"] == "message":
                items[-1][0]["content"][0]["text"] += text
                items[-1][1].append(text)
            case Words(text):
                content = [{"type": "output_text", "text": text, "annotations": []}]
                item = {
                    "id": f"msg_{number}",
                    "type": "message",
                    "status": "completed",
                    "role": "assistant",
                    "content": content,
                }
                items.append((item, [text]))
            case Thought(text, signature) if items and items[-1][0]["type"] == "reasoning":
                items[-1][0]["summary"][0]["text"] += text
                items[-1][1].append(text)
            case Thought(text, signature):
                item = {"id": f"rs_{number}", "type": "reasoning", "summary": [{"type": "summary_text", "text": text}]}
                items.append((item | ({"encrypted_content": signature} if signature else {}), [text]))
            case Call(name, arguments, own):
                item = {"id": f"fc_{number}", "type": "function_call", "status": "completed"}
                items.append((item | {"call_id": own, "name": name, "arguments": arguments}, halves(arguments)))
    return items


def _item_events(index: int, item: dict[str, Any], pieces: list[str]) -> list[bytes]:
    at = {"output_index": index, "item_id": item["id"]}
    text = "".join(pieces)
    match item["type"]:
        case "message":
            empty = {"type": "output_text", "text": "", "annotations": []}
            first = {**item, "status": "in_progress", "content": []}
            middle = [
                event("response.content_part.added", **at, content_index=0, part=empty),
                *(event("response.output_text.delta", **at, content_index=0, delta=piece) for piece in pieces),
                event("response.output_text.done", **at, content_index=0, text=text),
                event("response.content_part.done", **at, content_index=0, part=item["content"][0]),
            ]
        case "reasoning":
            first = {**item, "summary": []}
            middle = [
                event(
                    "response.reasoning_summary_part.added",
                    **at,
                    summary_index=0,
                    part={"type": "summary_text", "text": ""},
                ),
                *(
                    event("response.reasoning_summary_text.delta", **at, summary_index=0, delta=piece)
                    for piece in pieces
                ),
                event("response.reasoning_summary_text.done", **at, summary_index=0, text=text),
                event("response.reasoning_summary_part.done", **at, summary_index=0, part=item["summary"][0]),
            ]
        case _:
            first = {**item, "status": "in_progress", "arguments": ""}
            middle = [
                *(event("response.function_call_arguments.delta", **at, delta=piece) for piece in pieces),
                event("response.function_call_arguments.done", **at, arguments=text),
            ]
    added = event("response.output_item.added", output_index=index, item=first)
    return [added, *middle, event("response.output_item.done", output_index=index, item=item)]


def _usage(tokens: Tokens) -> dict[str, Any]:
    return {
        "input_tokens": tokens.input,
        "input_tokens_details": {"cached_tokens": tokens.cached},
        "output_tokens": tokens.output,
        "output_tokens_details": {"reasoning_tokens": tokens.reasoning},
        "total_tokens": tokens.input + tokens.output,
    }


def _entry(item: dict[str, Any]) -> Entry:
    match item.get("type", "message"):
        case "function_call_output":
            return Entry("tool", results=[(item["call_id"], item["output"])])
        case "function_call":
            call = (item["call_id"], item["name"], json.loads(item["arguments"]))
            return Entry("assistant", calls=[call], vendor=[{"id": item["id"]}] if "id" in item else [])
        case "reasoning":
            return Entry("assistant", vendor=[item])
    entry, content = Entry(item["role"]), item["content"]
    for part in content if isinstance(content, list) else [{"type": "input_text", "text": content}]:
        if part["type"] == "input_image":
            media_type, _, data = part["image_url"].removeprefix("data:").partition(";base64,")
            entry.pictures.append((media_type, b64decode(data)))
        else:
            entry.text += part["text"]
    return entry
