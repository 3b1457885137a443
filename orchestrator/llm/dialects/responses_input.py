"""The conversation as the input items of the Responses API.

What is no replay has the form in which Codex sends it, which every server of this API was tried with.
"""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.dialects.replay import replay
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest, ToolRequest
from orchestrator.llm.options import Options

LONGEST_ID = 64  # of a `call_id`, at OpenAI

Item = dict[str, Any]


def input_items(request: StepRequest, options: Options, origin: str) -> list[Item]:
    return [
        item for message in with_safe_calls(request.messages, LONGEST_ID) for item in _items(message, options, origin)
    ]


def text_message(role: str, text: str) -> Item:
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def _items(message: ChatMessage, options: Options, origin: str) -> list[Item]:
    if message.role == "tool":
        return [{"type": "function_call_output", "call_id": message.tool_request_id, "output": message.content}]
    if message.role == "user":
        entry = text_message("user", message.content)
        entry["content"] += map(_picture, message.pictures if options.pictures else ())
        return [entry]
    replayed = replay(message, "output", _call_id, options, origin)
    if replayed is not None:
        return _without_refused_items([_with_result_id(item, call) for item, call in replayed])
    return [*_text(message), *map(_call, message.tool_requests)]


def _text(message: ChatMessage) -> Iterator[Item]:
    if message.content.strip():
        yield text_message("assistant", message.content)


def _call_id(item: Any) -> str | None:
    return str(item.get("call_id", "")) if item.get("type") == "function_call" else None


def _call(request: ToolRequest) -> Item:
    return {
        "type": "function_call",
        "call_id": request.id,
        "name": request.name,
        "arguments": request.arguments,
    }


def _with_result_id(item: Item, call: ToolRequest | None) -> Item:
    return {**item, **_call(call)} if call else item


def _without_refused_items(items: list[Item]) -> list[Item]:
    """The output of a step without what is refused in an input that was not stored.

    Reasoning must carry itself, encrypted or as text ("Item with id 'rs_…' not found"), and something must follow it ("was provided
    without its required following item"). What it led to may not have its id without it ("its required 'reasoning' item").
    """
    kept_items = [
        item for item in items if item["type"] != "reasoning" or item.get("encrypted_content") or item.get("content")
    ]
    while kept_items and kept_items[-1]["type"] == "reasoning":
        kept_items.pop()
    if len(kept_items) < len(items):
        return [{key: value for key, value in item.items() if key != "id"} for item in kept_items]
    return kept_items


def _picture(picture: Picture) -> Item:
    data = b64encode(picture.data).decode()
    return {"type": "input_image", "detail": "auto", "image_url": f"data:{picture.media_type};base64,{data}"}
