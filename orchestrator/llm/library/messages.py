"""Our conversation as the library's messages, and back: what the model said goes back as the library itself has written it down."""

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


def messages(request: StepRequest, system: str, origin: str) -> list[ModelMessage]:
    made: list[ModelMessage] = [ModelRequest([SystemPromptPart(system)])]
    names: dict[str, str] = {}
    for turn in with_safe_calls(request.turns, LONGEST_ID):
        if turn.role == "assistant":
            names |= {call.id: call.name for call in turn.tool_requests}
            made.append(_response(turn, origin))
        else:
            part = (
                _user(turn)
                if turn.role == "user"
                else ToolReturnPart(names[turn.tool_request_id], turn.content, turn.tool_request_id)
            )
            _append(made, part)
    return made


def dump_response(response: ModelResponse) -> dict[str, Any]:
    """The response as the library itself stores it, with everything its provider wants back, as JSON."""
    return {"messages": json.loads(ModelMessagesTypeAdapter.dump_json([response]))}


def _append(made: list[ModelMessage], part: UserPromptPart | ToolReturnPart) -> None:
    last = made[-1]
    if isinstance(last, ModelRequest):
        made[-1] = ModelRequest([*last.parts, part])
    else:
        made.append(ModelRequest([part]))


def _response(turn: ChatMessage, origin: str) -> ModelMessage:
    if turn.vendor and turn.vendor.origin == origin:
        [response] = ModelMessagesTypeAdapter.validate_python(_with_ids(turn))
        return response
    parts: list[ModelResponsePart] = [TextPart(turn.content)] if turn.content.strip() else []
    return ModelResponse([*parts, *(ToolCallPart(call.name, call.arguments, call.id) for call in turn.tool_requests)])


def _with_ids(turn: ChatMessage) -> Any:
    """The stored response, with the ids that its results have in this request."""
    assert turn.vendor is not None
    responses, ids = deepcopy(turn.vendor.data["messages"]), (call.id for call in turn.tool_requests)
    for part in responses[0]["parts"]:
        if part.get("part_kind") == "tool-call":
            part["tool_call_id"] = next(ids, part["tool_call_id"])
    return responses


def _user(turn: ChatMessage) -> UserPromptPart:
    pictures: Sequence[UserContent] = [
        BinaryContent(picture.data, media_type=picture.media_type) for picture in turn.pictures
    ]
    return UserPromptPart([turn.content, *pictures] if pictures else turn.content)
