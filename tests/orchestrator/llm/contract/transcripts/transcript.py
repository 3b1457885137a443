"""What each dialect knows how to write and to read."""

import json
from abc import ABC, abstractmethod
from typing import Any

from .parts import TOKENS, Call, Part, Sent, Tokens


def frame(value: Any, event: str = "") -> bytes:
    """One server-sent event. `value` is sent as JSON, or as it is if it is bytes."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return (f"event: {event}\n".encode() if event else b"") + b"data: " + data + b"\n\n"


def frames(*values: Any) -> list[bytes]:
    return [frame(value) for value in values]


class Transcript(ABC):
    """A dialect from the provider's side. `name`: of ours; `base`: what follows the host in its address; `path`: asked for."""

    name: str
    base: str
    path: str

    def stream(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        """The events of a whole answer. `finish` is the provider's own word; "": the one for these parts."""
        return [*self.beginning(*parts), *self.ending(*parts, finish=finish, tokens=tokens)]

    @abstractmethod
    def beginning(self, *parts: Part) -> list[bytes]:
        """The events up to the one that says that the answer is done."""

    @abstractmethod
    def ending(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> list[bytes]:
        """The rest of them: the first one says that the answer is done."""

    @abstractmethod
    def whole(self, *parts: Part, finish: str = "", tokens: Tokens | None = TOKENS) -> Any:
        """The same answer as one JSON value, for who does not stream."""

    @abstractmethod
    def error(self, message: str, status: int = 400, code: str = "") -> Any:
        """The body of a refusal. `code` is the provider's own; "": the usual one for this status."""

    @abstractmethod
    def error_event(self, message: str, status: int = 500, code: str = "") -> bytes:
        """The same in the middle of a stream."""

    @abstractmethod
    def sent(self, body: Any) -> Sent:
        """Read a request."""

    def has_calls(self, parts: tuple[Part, ...]) -> bool:
        return any(isinstance(part, Call) for part in parts)


def halves(text: str) -> list[str]:
    return [text[: len(text) // 2], text[len(text) // 2 :]]
