"""What all types of the wire have in common."""

import time
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

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


def measures(text: str) -> dict[str, Any]:
    """What proves that a client has the same text, or stands for one that is left out."""
    return {"length": len(text), "sha256": sha256(text.encode()).hexdigest()}
