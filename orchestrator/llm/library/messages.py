"""Our conversation as the library's messages; earlier answers go back as the library itself has stored them."""

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pydantic_ai.messages import (
    BinaryContent,
    ModelMessage,
    ModelMessagesTypeAdapter,
    ModelRequest,
    ModelResponse,
    ModelResponsePart,
    SystemPromptPart,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserContent,
    UserPromptPart,
)

from orchestrator.llm.dialects.ids import with_safe_calls
from orchestrator.llm.interface import ChatMessage, StepRequest

LONGEST_ID = 64  # Bedrock


def write_messages(request: StepRequest, system: str, origin: str) -> list[ModelMessage]:
    entries: list[ModelMessage] = [ModelRequest([SystemPromptPart(system)])]
    names: dict[str, str] = {}
    for message in with_safe_calls(request.messages, LONGEST_ID):
        if message.role == "assistant":
            names |= {call.id: call.name for call in message.tool_requests}
            entries.append(_response(message, origin))
        else:
            part = (
                _user(message)
                if message.role == "user"
                else ToolReturnPart(names[message.tool_request_id], message.content, message.tool_request_id)
            )
            _append(entries, part)
    return entries


def dump_response(response: ModelResponse) -> dict[str, Any]:
    """The response as the library itself stores it, with everything its provider wants back, as JSON."""
    return {"messages": json.loads(ModelMessagesTypeAdapter.dump_json([response]))}


def _append(entries: list[ModelMessage], part: UserPromptPart | ToolReturnPart) -> None:
    last = entries[-1]
    if isinstance(last, ModelRequest):
        entries[-1] = ModelRequest([*last.parts, part])
    else:
        entries.append(ModelRequest([part]))


def _response(message: ChatMessage, origin: str) -> ModelMessage:
    if message.vendor and message.vendor.origin == origin:
        [response] = ModelMessagesTypeAdapter.validate_python(_with_ids(message))
        return response
    parts: list[ModelResponsePart] = [TextPart(message.content)] if message.content.strip() else []
    return ModelResponse(
        [*parts, *(ToolCallPart(call.name, call.arguments, call.id) for call in message.tool_requests)]
    )


def _with_ids(message: ChatMessage) -> Any:
    """The stored response, with the ids that its results have in this request."""
    assert message.vendor is not None
    responses, ids = deepcopy(message.vendor.data["messages"]), (call.id for call in message.tool_requests)
    for part in responses[0]["parts"]:
        if part.get("part_kind") == "tool-call":
            part["tool_call_id"] = next(ids, part["tool_call_id"])
    return responses


def _user(message: ChatMessage) -> UserPromptPart:
    pictures: Sequence[UserContent] = [
        BinaryContent(picture.data, media_type=picture.media_type) for picture in message.pictures
    ]
    return UserPromptPart([message.content, *pictures] if pictures else message.content)
