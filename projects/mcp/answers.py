"""An answer as an MCP client gets it: its text with its question and its end, and what was done to the video."""

from typing import Any, cast
from uuid import UUID

from mcp import types
from pydantic import Field

from chatstream.wire.base import EndStatus
from chatstream.wire.views import MessageDocument, MessageView, ToolCallView
from projects.mcp.tool import Result

STOPPED = "[This answer was stopped here.]"
TOO_LONG = "[This text is too long to be shown here.]"


class ToolOfAnswer(Result):
    title: str
    status: str


class Answer(Result):
    answer_id: UUID
    status: EndStatus
    text: str
    tools: list[ToolOfAnswer] = Field(default_factory=list, description="What was done to the video, in order.")


def read_answer(message: MessageDocument) -> Answer:
    """Of an answer that has ended."""
    tools = [ToolOfAnswer(title=call.title, status=call.status) for call in message.tool_calls]
    status = cast(EndStatus, message.status)
    return Answer(answer_id=message.id, status=status, text=text_of(message), tools=tools)


def to_result(answer: Answer) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=answer.text)],
        structured_content=answer.model_dump(mode="json"),
        is_error=answer.status == "error",
    )


def text_of(message: MessageView) -> str:
    """What it says to a model that reads it."""
    if message.content is None:
        return TOO_LONG
    parts = [message.content, *map(_question, message.tool_calls), _end(message)]
    return "\n\n".join(part for part in parts if part)


def _question(call: ToolCallView) -> str:
    """What an answer asks the person is a result of its tool, and no part of its text."""
    payload: dict[str, Any] = call.payload or {}
    options = payload.get("options") or []
    return "\n".join([payload["question"], *(f"- {option}" for option in options)]) if "question" in payload else ""


def _end(message: MessageView) -> str:
    if message.error:
        return message.error.error
    return STOPPED if message.status == "cancelled" else ""
