"""The conversation as Chat Completions want it."""

from base64 import b64encode
from typing import Any

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.dialects.requests import system_of
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest, ToolRequest
from orchestrator.llm.options import VENDOR, Options


def write_messages(request: StepRequest, options: Options, origin: str) -> list[dict[str, Any]]:
    messages = [_message(message, options, origin) for message in with_safe_calls(request.messages)]
    system = system_of(request, options)
    if options.system != "user":
        return [{"role": options.system, "content": system}, *messages]
    if messages and messages[0]["role"] == "user" and isinstance(messages[0]["content"], str):
        messages[0]["content"] = f"{system}\n\n{messages[0]['content']}"
        return messages
    return [{"role": "user", "content": system}, {"role": "assistant", "content": "Understood."}, *messages]


def _message(message: ChatMessage, options: Options, origin: str) -> dict[str, Any]:
    if message.role == "tool":
        return {"role": "tool", "tool_call_id": message.tool_request_id, "content": message.content}
    if message.role == "user":
        return {"role": "user", "content": _content(message, options)}
    entry: dict[str, Any] = {"role": "assistant", "content": message.content if message.content.strip() else None}
    accepts_vendor = VENDOR not in options.dropped
    if message.tool_requests:
        own = accepts_vendor and (message.vendor is None or message.vendor.origin == origin)
        entry["tool_calls"] = [_call(each, own) for each in message.tool_requests]
    if accepts_vendor and message.vendor and message.vendor.origin == origin:
        entry |= {key: value for key, value in message.vendor.data.items() if key not in options.dropped}
    return entry


def _call(request: ToolRequest, own: bool) -> dict[str, Any]:
    function = {"name": request.name, "arguments": request.arguments}
    return {"id": request.id, "type": "function", "function": function, **((request.vendor or {}) if own else {})}


def _content(message: ChatMessage, options: Options) -> str | list[dict[str, Any]]:
    if not message.pictures or not options.pictures:
        return message.content
    return [{"type": "text", "text": message.content}, *map(_picture, message.pictures)]


def _picture(picture: Picture) -> dict[str, Any]:
    data = b64encode(picture.data).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{picture.media_type};base64,{data}"}}
