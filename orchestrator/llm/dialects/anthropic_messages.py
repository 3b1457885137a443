"""The conversation as Anthropic's Messages want it: person and model by turns, in blocks of content, none of them blank."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.dialects.replay import replay
from orchestrator.llm.dialects.values import as_object
from orchestrator.llm.interface import ChatMessage, Picture, StepRequest, ToolRequest
from orchestrator.llm.options import Options

LONGEST_ID = 64  # at Bedrock; Anthropic names no bound

Block = dict[str, Any]


def write_messages(request: StepRequest, options: Options, origin: str) -> list[dict[str, Any]]:
    """All results of a step stand in one message, right behind it."""
    entries: list[dict[str, Any]] = []
    for message in with_safe_calls(request.messages, LONGEST_ID):
        role = "assistant" if message.role == "assistant" else "user"
        blocks = list(_blocks(message, options, origin))
        if entries and entries[-1]["role"] == role:
            entries[-1]["content"] += blocks
        elif blocks:
            entries.append({"role": role, "content": blocks})
    return entries


def _blocks(message: ChatMessage, options: Options, origin: str) -> Iterator[Block]:
    if message.role == "tool":
        yield {"type": "tool_result", "tool_use_id": message.tool_request_id, "content": message.content}
        return
    replayed = replay(message, "content", _call_id, options, origin)
    if replayed is not None:
        yield from (_with_result_id(block, call) for block, call in replayed)
        return
    yield from map(_picture, message.pictures if options.pictures else ())
    if message.content.strip():
        yield {"type": "text", "text": message.content}
    yield from map(_call, message.tool_requests)


def _call_id(block: Any) -> str | None:
    return str(block.get("id", "")) if block.get("type") == "tool_use" else None


def _call(request: ToolRequest) -> Block:
    return {"type": "tool_use", "id": request.id, "name": request.name, "input": as_object(request.arguments) or {}}


def _with_result_id(block: Block, call: ToolRequest | None) -> Block:
    return {**block, **_call(call)} if call else block


def _picture(picture: Picture) -> Block:
    data = b64encode(picture.data).decode()
    return {"type": "image", "source": {"type": "base64", "media_type": picture.media_type, "data": data}}
