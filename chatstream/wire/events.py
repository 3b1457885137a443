"""Events of the log, typed; an unknown field is an error. docs/protocol.md describes each.

Times are milliseconds since the Unix epoch, by the server's clock. On the wire each event has an `id`: its position in the log.
"""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field, model_validator

from chatstream.wire.base import Approval, Decision, EndStatus, MessageStatus, Role, Wire, measures, now_ms, utf8_length
from chatstream.wire.limits import EVENT_MAX_BYTES, INLINE_MAX_BYTES


class Event(Wire):
    """`type` and `message_id` come first in the JSON: `log.entries.Entry` reads them without parsing the rest.

    A project adds events of its own as subclasses, each with a `type` that no other has.
    """

    LARGE_FIELD: ClassVar[str] = ""  # the field to leave out of an event over INLINE_MAX_BYTES
    NEEDS_SNAPSHOT: ClassVar[bool] = False  # a reader cannot go on from what it has: it gets a snapshot after the event
    SNAPSHOT_TYPES: ClassVar[set[str]] = set()  # the types of all classes that do, also of a project's own

    type: str
    message_id: UUID | None = None
    ts: int = Field(default_factory=now_ms)

    @classmethod
    def __pydantic_init_subclass__(cls, **options: Any) -> None:
        super().__pydantic_init_subclass__(**options)
        if cls.NEEDS_SNAPSHOT:
            cls.SNAPSHOT_TYPES.add(cls.model_fields["type"].default)

    def encode(self) -> str:
        text = super().encode()
        if self.LARGE_FIELD and self._is_too_large(text):
            return self.model_dump_json(exclude_none=True, exclude={self.LARGE_FIELD})
        return text

    def _is_too_large(self, text: str) -> bool:
        return utf8_length(text) > INLINE_MAX_BYTES


class Attachment(Wire):
    """A picture in a person's message. `url`: where its bytes are, for everyone who may see the message."""

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
    versions: list[UUID] | None = None


class BranchChosen(Event):
    """Another version of a person's message is shown, with what comes after it."""

    type: Literal["branch_chosen"] = "branch_chosen"

    NEEDS_SNAPSHOT = True


class QueueChanged(Event):
    """Messages that wait for their answers were said differently, moved or removed."""

    type: Literal["queue_changed"] = "queue_changed"

    NEEDS_SNAPSHOT = True


class Status(Event):
    """`content` comes with `restarted` only: the text that stands. Reasoning, and tool calls without a result, are removed."""

    type: Literal["status"] = "status"
    status: Literal["queued", "thinking", "building", "waiting", "stopping", "restarted"]
    attempt: int
    content: str | None = None


class Delta(Event):
    type: Literal["delta"] = "delta"
    content: str


class Reasoning(Event):
    """What the model thinks before it answers: text to append to the reasoning, not to the message's `content`."""

    type: Literal["reasoning"] = "reasoning"
    content: str


class ToolStart(Event):
    """`offset`, `reasoning_offset`: how many Unicode characters of the message's text and of its reasoning come before it.

    `approval`: of a call that a person must allow.
    """

    type: Literal["tool_start"] = "tool_start"
    tool_call_id: UUID
    name: str
    title: str
    offset: int | None = None
    reasoning_offset: int | None = None
    arguments: dict[str, Any] | None = None
    approval: Approval | None = None

    LARGE_FIELD = "arguments"


class ApprovalRequested(Event):
    """The call does not run, and its answer does not go on, before a person has decided."""

    type: Literal["approval_requested"] = "approval_requested"
    tool_call_id: UUID
    name: str
    title: str
    arguments: dict[str, Any] | None = None

    LARGE_FIELD = "arguments"


class ApprovalDecided(Event):
    """A call that was declined has its `tool_result` next, without having run."""

    type: Literal["approval_decided"] = "approval_decided"
    tool_call_id: UUID
    decision: Decision


class Steering(Event):
    """What a person adds to an answer that is being written. When the run has read it, it comes again, with its place.

    `offset`, `reasoning_offset`, `call_offset`: how many characters of the text and of the reasoning, and how many tool calls, come
    before it.
    """

    type: Literal["steering"] = "steering"
    request_id: UUID
    text: str
    offset: int | None = None
    reasoning_offset: int | None = None
    call_offset: int | None = None


class ToolProgress(Event):
    type: Literal["tool_progress"] = "tool_progress"
    tool_call_id: UUID
    name: str
    detail: str
    progress: float | None = Field(default=None, ge=0, le=1)

    def encode(self) -> str:
        return self.model_dump_json()  # with `progress: null`, which means "not known"


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
    status: EndStatus
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
        """Fill `length` and `sha256` in from `content`."""
        if isinstance(fields, dict) and isinstance(fields.get("content"), str):
            return {**measures(fields["content"]), **fields}
        return fields

    def _is_too_large(self, text: str) -> bool:
        return utf8_length(self.content or "") > INLINE_MAX_BYTES or utf8_length(text) > EVENT_MAX_BYTES
