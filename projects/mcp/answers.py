"""An answer as an MCP client gets it: its text with its question and its end, and what was done to the video."""

from typing import Any, Literal
from uuid import UUID

from mcp import types
from pydantic import Field

from chatstream.wire.base import MessageStatus
from chatstream.wire.views import MessageDocument, MessageView, ToolCallView
from projects.mcp.tool import Result

STOPPED = "[This answer was stopped here.]"
TO_ALLOW = "A person must allow this on the page of the project; then the same call again gets the rest:"
TOO_LONG = "[This text is too long to be shown here.]"


class ToolOfAnswer(Result):
    title: str
    status: str


class Answer(Result):
    answer_id: UUID
    status: MessageStatus | Literal["waiting"] = Field(description="`waiting`: it goes on when a person has decided.")
    text: str
    tools: list[ToolOfAnswer] = Field(default_factory=list, description="What was done to the video, in order.")


def read_answer(message: MessageDocument) -> Answer:
    """Of an answer that has ended, or waits for a person."""
    tools = [ToolOfAnswer(title=call.title, status=call.status) for call in message.tool_calls]
    status = "waiting" if calls_to_allow(message) else message.status
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
    parts = [message.content, *map(_question, message.tool_calls), _wait(message), _end(message)]
    return "\n\n".join(part for part in parts if part)


def _question(call: ToolCallView) -> str:
    """What an answer asks the person is a result of its tool, and no part of its text."""
    payload: dict[str, Any] = call.payload or {}
    options = payload.get("options") or []
    return "\n".join([payload["question"], *(f"- {option}" for option in options)]) if "question" in payload else ""


def calls_to_allow(message: MessageView) -> list[str]:
    """The titles of the calls that a person must allow before the answer goes on."""
    asked = [call for call in message.tool_calls if call.status == "running" and call.approval == "requested"]
    return [call.title for call in asked]


def _wait(message: MessageView) -> str:
    titles = "; ".join(calls_to_allow(message))
    return f"[{TO_ALLOW} {titles}]" if titles else ""


def _end(message: MessageView) -> str:
    if message.error:
        return message.error.error
    return STOPPED if message.status == "cancelled" else ""
