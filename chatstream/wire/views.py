"""Messages and projects as clients see them, outside of events."""

from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from pydantic_core import to_json

from chatstream.wire.base import Approval, MessageStatus, Role, ToolStatus, Wire
from chatstream.wire.events import Attachment


class ToolCallView(Wire):
    tool_call_id: UUID
    name: str
    title: str
    offset: int | None = None
    reasoning_offset: int | None = None
    arguments: dict[str, Any] | None = None
    approval: Approval | None = None
    status: ToolStatus
    progress: float | None = None
    detail: str | None = None
    payload: dict[str, Any] | None = None
    error: str | None = None
    started: int | None = None
    elapsed_ms: int | None = None
    revision: int | None = None


class SteeringView(Wire):
    """What a person has added to an answer. Without a place: the run has not read it."""

    request_id: UUID
    text: str
    offset: int | None = None
    reasoning_offset: int | None = None
    call_offset: int | None = None


class MessageError(Wire):
    code: str
    error: str
    retryable: bool


class MessageView(Wire):
    """A message as a snapshot shows it. `phase`: the last `status` event of one that has not ended.

    `partial`: a field was too large for a frame and is left out; GET /api/messages/<id>/ has it. In place of `content` stand
    `length` and `sha256`. `reasoning`: what the model thought, as one text. `versions`: the ids of all versions of a person's
    message that was edited, oldest first, its own among them. `steerings`: what a person has added to an answer.
    """

    id: UUID
    role: Role
    content: str | None
    partial: bool | None = None
    length: int | None = None
    sha256: str | None = None
    reasoning: str | None = None
    attachments: list[Attachment] | None = None
    status: MessageStatus
    finish_reason: str | None = None
    created: int
    started: int | None = None
    request_id: UUID | None = None
    retry_of: UUID | None = None
    versions: list[UUID] | None = None
    attempt: int = 0
    phase: str | None = None
    error: MessageError | None = None
    usage: dict[str, Any] | None = None
    elapsed_ms: int | None = None
    first_token_ms: int | None = None
    tool_calls: list[ToolCallView] = Field(default_factory=list)
    steerings: list[SteeringView] | None = None


class MessageDocument(MessageView):
    """One message, whole, true as of the event id `at`."""

    at: str


class StatePart(Wire):
    """A part of a snapshot that the backend adds. `substitute`: the fields that replace it where it is too large."""

    value: Any
    substitute: dict[str, Any] = Field(default_factory=dict)


class Snapshot(Wire):
    """`at`: the id that it is true as of. `project`: fields of the backend's choice. `state`: parts that it adds, by name."""

    type: Literal["snapshot"] = "snapshot"
    at: str
    project: dict[str, Any]
    messages: list[MessageView]
    state: dict[str, StatePart] = Field(default_factory=dict)

    def encode(self) -> str:
        text = self.model_dump_json(exclude_none=True, exclude={"state"})
        if not self.state:
            return text
        return text[:-1] + "," + to_json({name: part.value for name, part in self.state.items()}).decode()[1:]
