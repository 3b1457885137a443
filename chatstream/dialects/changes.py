"""What happens to one answer, from the point of view of a client that only ever appends."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Status:
    status: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Text:
    content: str


@dataclass(frozen=True, slots=True)
class Thought:
    content: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    id: str
    name: str
    title: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolProgress:
    id: str
    detail: str
    progress: float | None


@dataclass(frozen=True, slots=True)
class ToolEnded:
    """`error`: None for a success; a call that was cut off has one of ours."""

    id: str
    payload: dict[str, Any]
    error: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The answer goes no further until a person has decided about these calls, each of which has begun."""

    calls: tuple[ToolStarted, ...]


@dataclass(frozen=True, slots=True)
class Reset:
    """Everything that was said of this answer is void; what stands follows."""


@dataclass(frozen=True, slots=True)
class Steering:
    """What a person has added to the answer; it comes again when the run has read it."""

    id: str
    text: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Other:
    """An event that a project has added to those of chatstream."""

    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ended:
    """`error`: a sentence for the reader, where `status` is `error`."""

    status: str
    finish_reason: str
    usage: dict[str, Any] | None
    error: str = ""
    code: str = ""


Change = Status | Text | Thought | ToolStarted | ToolProgress | ToolEnded | Waiting | Steering | Reset | Other | Ended
