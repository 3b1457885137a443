"""Every event and every frame of the wire, typed; an unknown field is an error. docs/protocol.md is the same in words.

Times are milliseconds (`ts`, `created`: since the Unix epoch, server clock).
"""

import time
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

MESSAGE_MAX_CHARS = 32_000
FRAME_MAX_BYTES = 64 * 1024
MAX_ATTACHMENTS = 8

# The codes of a refusal and what HTTP calls them.
REFUSAL_STATUS = {
    "invalid": 400,
    "too_large": 413,
    "not_found": 404,
    "conflict": 409,
    "rate_limited": 429,
    "quota_exceeded": 429,
    "unavailable": 503,
}

Role = Literal["user", "assistant"]
MessageStatus = Literal["pending", "running", "success", "error", "cancelled"]
ToolStatus = Literal["running", "success", "error", "cancelled"]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def encode(self) -> str:
        """The JSON text of this frame; optional fields that are not set are left out."""
        return self.model_dump_json(exclude_none=True)


# --- logged events: all carry an `id` on the wire, which is their place in the log -----------------------------------


class Event(Wire):
    """`type` and `message_id` come first in the JSON: resume.Entry reads them without parsing the rest."""

    type: str
    message_id: UUID | None = None
    ts: int = Field(default_factory=now_ms)


class Attachment(Wire):
    """A picture that a person has put to their message. `url`: where its bytes are, for whoever may see the message."""

    id: UUID
    name: str
    width: int
    height: int
    url: str


class MessageCreated(Event):
    type: Literal["message_created"] = "message_created"
    role: Role
    content: str
    status: MessageStatus
    attachments: list[Attachment] | None = None
    request_id: UUID | None = None
    retry_of: UUID | None = None


class Status(Event):
    """`content` comes with `restarted` alone: the text that stands; cards of tools without a result go."""

    type: Literal["status"] = "status"
    status: Literal["queued", "thinking", "building", "stopping", "restarted"]
    attempt: int
    content: str | None = None


class Delta(Event):
    type: Literal["delta"] = "delta"
    content: str


class ToolStart(Event):
    type: Literal["tool_start"] = "tool_start"
    tool_call_id: UUID
    name: str
    title: str
    arguments: dict[str, Any]


class ToolProgress(Event):
    type: Literal["tool_progress"] = "tool_progress"
    tool_call_id: UUID
    name: str
    detail: str
    progress: float | None = Field(default=None, ge=0, le=1)

    def encode(self) -> str:
        return self.model_dump_json()  # `progress: null` says "not known", and is said


class ToolResult(Event):
    type: Literal["tool_result"] = "tool_result"
    tool_call_id: UUID
    name: str
    success: bool
    payload: dict[str, Any]
    error: str | None = None
    elapsed_ms: int
    revision: int | None = None


class Storyboard(Event):
    type: Literal["storyboard"] = "storyboard"
    revision: int
    cause: Literal["tool", "undo", "edit"]
    summary: str
    storyboard: dict[str, Any]


class Error(Event):
    type: Literal["error"] = "error"
    code: str
    error: str
    retryable: bool


class Finalized(Event):
    type: Literal["finalized"] = "finalized"
    status: Literal["success", "error", "cancelled"]
    content: str
    usage: dict[str, Any] | None = None
    elapsed_ms: int
    first_token_ms: int | None = None


AnyEvent = Annotated[
    MessageCreated | Status | Delta | ToolStart | ToolProgress | ToolResult | Storyboard | Error | Finalized,
    Field(discriminator="type"),
]
EVENT: TypeAdapter[AnyEvent] = TypeAdapter(AnyEvent)


# --- client -> server -------------------------------------------------------------------------------------------------

# A position is opaque to clients, so any short string may come back; one that is not ours is answered by a snapshot.
PositionText = Annotated[str, StringConstraints(max_length=64)]


class Initiate(Wire):
    type: Literal["initiate"] = "initiate"
    request_id: UUID
    message: Annotated[str, StringConstraints(min_length=1, max_length=MESSAGE_MAX_CHARS, pattern=r"\S")]
    attachments: list[UUID] = Field(default_factory=list, max_length=MAX_ATTACHMENTS)


class Stream(Wire):
    type: Literal["stream"] = "stream"
    assistant_message_id: UUID | None = None
    client_id: Annotated[str, StringConstraints(max_length=64)] | None = None
    last_event_id: PositionText | None = None


class Stop(Wire):
    type: Literal["stop"] = "stop"
    assistant_message_id: UUID


class Retry(Wire):
    type: Literal["retry"] = "retry"
    request_id: UUID
    assistant_message_id: UUID


class Ack(Wire):
    type: Literal["ack"] = "ack"
    last_event_id: PositionText


ClientFrame = Annotated[Initiate | Stream | Stop | Retry | Ack, Field(discriminator="type")]
CLIENT_FRAME: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)


# --- server -> client: frames of one connection -----------------------------------------------------------------------


class Initiated(Wire):
    type: Literal["initiated"] = "initiated"
    request_id: UUID
    user_message_id: UUID
    assistant_message_id: UUID


class RequestError(Wire):
    type: Literal["request_error"] = "request_error"
    request_id: UUID | None = None
    code: str
    detail: str
    retry_after: float | None = None


class Heartbeat(Wire):
    type: Literal["heartbeat"] = "heartbeat"
    head: str


class Reconnected(Wire):
    type: Literal["reconnected"] = "reconnected"
    missed_events: int
    last_event_id: str
    mode: Literal["replayed", "snapshot"]


class ProjectDeleted(Wire):
    """The last frame of a stream whose project is not there any more, or not the reader's."""

    type: Literal["project_deleted"] = "project_deleted"


class ToolCallView(Wire):
    tool_call_id: UUID
    name: str
    title: str
    arguments: dict[str, Any]
    status: ToolStatus
    progress: float | None = None
    detail: str | None = None
    payload: dict[str, Any] | None = None
    error: str | None = None
    started: int | None = None
    elapsed_ms: int | None = None


class MessageError(Wire):
    code: str
    error: str
    retryable: bool


class MessageView(Wire):
    """A message as a snapshot shows it. `phase`: the last `status` event of one that has not ended."""

    id: UUID
    role: Role
    content: str
    attachments: list[Attachment] | None = None
    status: MessageStatus
    created: int
    started: int | None = None
    request_id: UUID | None = None
    retry_of: UUID | None = None
    attempt: int = 0
    phase: str | None = None
    error: MessageError | None = None
    usage: dict[str, Any] | None = None
    elapsed_ms: int | None = None
    first_token_ms: int | None = None
    tool_calls: list[ToolCallView] = Field(default_factory=list)


class Snapshot(Wire):
    """`at`: the id this is true as of. `project`: what the backend tells of it; `storyboard`: null when there is none."""

    type: Literal["snapshot"] = "snapshot"
    at: str
    project: dict[str, Any]
    messages: list[MessageView]
    storyboard: dict[str, Any] | None = None

    def encode(self) -> str:
        text = super().encode()
        return text if self.storyboard is not None else text[:-1] + ',"storyboard":null}'
