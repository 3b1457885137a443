"""What the types of the wire share: statuses, times, measures, the base class of every frame."""

import time
from hashlib import sha256
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

Role = Literal["user", "assistant"]

EndStatus = Literal["success", "error", "cancelled"]

MessageStatus = Literal["pending", "running", EndStatus]

ToolStatus = Literal["running", EndStatus]

Decision = Literal["approved", "declined"]

Approval = Literal["requested", Decision]  # of a tool call that a person must allow

ENDED: tuple[EndStatus, ...] = get_args(
    EndStatus
)  # a message or a tool call with one of these does not change any more


def now_ms() -> int:
    """Milliseconds since the Unix epoch, by this server's clock."""
    return time.time_ns() // 1_000_000


def utf8_length(text: str) -> int:
    """Bytes of `text` in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


class Wire(BaseModel):
    """A frame, or a part of one: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def encode(self) -> str:
        """The JSON text of this frame; optional fields that are not set are left out."""
        return self.model_dump_json(exclude_none=True)


def measures(text: str) -> dict[str, Any]:
    """`length` (Unicode characters) and `sha256` (of the UTF-8, in hex) of a text: what proves that a client has the same."""
    return {"length": len(text), "sha256": sha256(text.encode()).hexdigest()}
