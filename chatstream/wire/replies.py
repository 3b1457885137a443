"""Frames to one connection beside events: answers to its requests, and the state of the connection."""

from typing import Literal
from uuid import UUID

from chatstream.wire.base import Decision, Wire

# The codes of a refusal and what HTTP calls them.
REFUSAL_STATUS = {
    "invalid": 400,
    "forbidden": 403,
    "too_large": 413,
    "not_found": 404,
    "conflict": 409,
    "too_late": 409,
    "rate_limited": 429,
    "quota_exceeded": 429,
    "unavailable": 503,
}


class Initiated(Wire):
    type: Literal["initiated"] = "initiated"
    request_id: UUID
    user_message_id: UUID
    assistant_message_id: UUID


class Decided(Wire):
    """The answer to `decide`, also to one that was decided so before."""

    type: Literal["decided"] = "decided"
    request_id: UUID | None = None
    assistant_message_id: UUID
    tool_call_id: UUID
    decision: Decision


class Steered(Wire):
    """The answer to `steer`, also to one that was accepted before."""

    type: Literal["steered"] = "steered"
    request_id: UUID
    assistant_message_id: UUID


class RequestError(Wire):
    """`later_changes`: why a `retry` is a conflict, and what `discard_later` would agree to.

    `quota`: what is used up: its `measure`, `of` whom, and what is `left`, which answers that are being written hold.
    """

    type: Literal["request_error"] = "request_error"
    request_id: UUID | None = None
    code: str
    detail: str
    retry_after: float | None = None
    later_changes: int | None = None
    quota: dict[str, str | float] | None = None


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
