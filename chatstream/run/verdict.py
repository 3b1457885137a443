"""How an attempt ended."""

from dataclasses import dataclass

from chatstream.wire.base import EndStatus
from chatstream.wire.events import Error


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an attempt ended. `error`: for the user, if it failed; `detail`: why, for operators."""

    status: EndStatus
    error: Error | None = None
    detail: str = ""

    @property
    def code(self) -> str:
        return self.error.code if self.error else ""
