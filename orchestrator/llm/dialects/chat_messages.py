"""The conversation as Chat Completions want it."""

from base64 import b64encode
from typing import Any

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.dialects.requests import system_of
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest, ToolRequest
from orchestrator.llm.options import VENDOR, Options


def messages(request: StepRequest, options: Options, origin: str) -> list[dict[str, Any]]:
    turns = [_message(turn, options, origin) for turn in with_safe_calls(request.turns)]
    system = system_of(request, options)
    if options.system != "user":
        return [{"role": options.system, "content": system}, *turns]
    if turns and turns[0]["role"] == "user" and isinstance(turns[0]["content"], str):
        turns[0]["content"] = f"{system}\n\n{turns[0]['content']}"
        return turns
    return [{"role": "user", "content": system}, {"role": "assistant", "content": "Understood."}, *turns]


def _message(turn: ChatMessage, options: Options, origin: str) -> dict[str, Any]:
    if turn.role == "tool":
        return {"role": "tool", "tool_call_id": turn.tool_request_id, "content": turn.content}
    if turn.role == "user":
        return {"role": "user", "content": _content(turn, options)}
    message: dict[str, Any] = {"role": "assistant", "content": turn.content if turn.content.strip() else None}
    is_taken_back = VENDOR not in options.dropped
    if turn.tool_requests:
        own = is_taken_back and (turn.vendor is None or turn.vendor.origin == origin)
        message["tool_calls"] = [_call(each, own) for each in turn.tool_requests]
    if is_taken_back and turn.vendor and turn.vendor.origin == origin:
        message |= {key: value for key, value in turn.vendor.data.items() if key not in options.dropped}
    return message


def _call(request: ToolRequest, own: bool) -> dict[str, Any]:
    function = {"name": request.name, "arguments": request.arguments}
    return {"id": request.id, "type": "function", "function": function, **((request.vendor or {}) if own else {})}


def _content(turn: ChatMessage, options: Options) -> str | list[dict[str, Any]]:
    if not turn.pictures or not options.pictures:
        return turn.content
    return [{"type": "text", "text": turn.content}, *map(_picture, turn.pictures)]


def _picture(picture: Picture) -> dict[str, Any]:
    data = b64encode(picture.data).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{picture.media_type};base64,{data}"}}
