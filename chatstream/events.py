"""Every event and every frame of the wire, typed; an unknown field is an error. docs/protocol.md is the same in words.

Times are milliseconds (`ts`, `created`: since the Unix epoch, server clock).
"""

import time
from hashlib import sha256
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, TypeAdapter, model_validator

MESSAGE_MAX_CHARS = 32_000
FRAME_MAX_BYTES = 64 * 1024  # of a client's frame
SERVER_FRAME_MAX_BYTES = (
    256 * 1024
)  # of ours; servers refuse to send 1 MiB, and a reader would come back for it for ever
INLINE_MAX_BYTES = 64 * 1024  # a text or a JSON value that is larger may be left out of a frame, and is fetched
EVENT_MAX_BYTES = SERVER_FRAME_MAX_BYTES - 256  # room for the `id`
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


def utf8_length(text: str) -> int:
    """Bytes of `text` in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


class Wire(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def encode(self) -> str:
        """The JSON text of this frame; optional fields that are not set are left out."""
        return self.model_dump_json(exclude_none=True)


# --- logged events: all carry an `id` on the wire, which is their place in the log -----------------------------------


class Event(Wire):
    """`type` and `message_id` come first in the JSON: resume.Entry reads them without parsing the rest."""

    LARGE_FIELD: ClassVar[str] = ""  # what is left out of an event over INLINE_MAX_BYTES

    type: str
    message_id: UUID | None = None
    ts: int = Field(default_factory=now_ms)

    def encode(self) -> str:
        text = super().encode()
        if self.LARGE_FIELD and self._is_too_large(text):
            return self.model_dump_json(exclude_none=True, exclude={self.LARGE_FIELD})
        return text

    def _is_too_large(self, text: str) -> bool:
        return utf8_length(text) > INLINE_MAX_BYTES


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
    """`content` comes with `restarted` alone: the text that stands. Reasoning, and cards of tools without a result, go."""

    type: Literal["status"] = "status"
    status: Literal["queued", "thinking", "building", "stopping", "restarted"]
    attempt: int
    content: str | None = None


class Delta(Event):
    type: Literal["delta"] = "delta"
    content: str


class Reasoning(Event):
    """What the model thinks before it answers: text to append to the reasoning, no part of the message's `content`."""

    type: Literal["reasoning"] = "reasoning"
    content: str


class ToolStart(Event):
    type: Literal["tool_start"] = "tool_start"
    tool_call_id: UUID
    name: str
    title: str
    arguments: dict[str, Any] | None = None

    LARGE_FIELD = "arguments"


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
    payload: dict[str, Any] | None = None
    error: str | None = None
    elapsed_ms: int
    revision: int | None = None

    LARGE_FIELD = "payload"


class Storyboard(Event):
    type: Literal["storyboard"] = "storyboard"
    revision: int
    cause: Literal["tool", "undo", "edit"]
    summary: str
    storyboard: dict[str, Any] | None = None

    LARGE_FIELD = "storyboard"


class Error(Event):
    type: Literal["error"] = "error"
    code: str
    error: str
    retryable: bool


class Finalized(Event):
    """`length` (Unicode characters) and `sha256` (of the UTF-8, in hex) are those of the whole text, also if it is left out.

    `finish_reason`: `stop`, `length`, `filtered`, `refused`, `cancelled`, `error`; more may come.
    """

    type: Literal["finalized"] = "finalized"
    status: Literal["success", "error", "cancelled"]
    finish_reason: str | None = None
    content: str | None = None
    length: int = 0
    sha256: str = ""
    usage: dict[str, Any] | None = None
    elapsed_ms: int
    first_token_ms: int | None = None

    LARGE_FIELD = "content"

    @model_validator(mode="before")
    @classmethod
    def _measure(cls, fields: Any) -> Any:
        """Who has the text need not say what it measures."""
        if isinstance(fields, dict) and isinstance(fields.get("content"), str):
            return {**measures(fields["content"]), **fields}
        return fields

    def _is_too_large(self, text: str) -> bool:
        return utf8_length(self.content or "") > INLINE_MAX_BYTES or utf8_length(text) > EVENT_MAX_BYTES


def measures(text: str) -> dict[str, Any]:
    """What proves that a client has the same text, or stands for one that is left out."""
    return {"length": len(text), "sha256": sha256(text.encode()).hexdigest()}


AnyEvent = Annotated[
    MessageCreated
    | Status
    | Delta
    | Reasoning
    | ToolStart
    | ToolProgress
    | ToolResult
    | Storyboard
    | Error
    | Finalized,
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
    """`discard_later`: go back to before the answer also where that takes later changes away."""

    type: Literal["retry"] = "retry"
    request_id: UUID
    assistant_message_id: UUID
    discard_later: StrictBool = False


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
    """`later_changes`: why a `retry` is a conflict, and what `discard_later` would agree to."""

    type: Literal["request_error"] = "request_error"
    request_id: UUID | None = None
    code: str
    detail: str
    retry_after: float | None = None
    later_changes: int | None = None


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
    arguments: dict[str, Any] | None = None
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
    """A message as a snapshot shows it. `phase`: the last `status` event of one that has not ended.

    `partial`: something was too large for a frame and is left out; GET /api/messages/<id>/ has it. Where it is `content`,
    `length` and `sha256` are there. `reasoning`: what the model thought, as one text.
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
    attempt: int = 0
    phase: str | None = None
    error: MessageError | None = None
    usage: dict[str, Any] | None = None
    elapsed_ms: int | None = None
    first_token_ms: int | None = None
    tool_calls: list[ToolCallView] = Field(default_factory=list)


class MessageDocument(MessageView):
    """One message, whole, true as of the event id `at`."""

    at: str


class Snapshot(Wire):
    """`at`: the id this is true as of. `project`: what the backend tells of it; `storyboard`: null when there is none.

    `storyboard_revision` stands for a storyboard that is left out.
    """

    type: Literal["snapshot"] = "snapshot"
    at: str
    project: dict[str, Any]
    messages: list[MessageView]
    storyboard: dict[str, Any] | None = None
    storyboard_revision: int | None = None

    def encode(self) -> str:
        text = super().encode()
        is_told = self.storyboard is not None or self.storyboard_revision is not None
        return text if is_told else text[:-1] + ',"storyboard":null}'
