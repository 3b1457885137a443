"""What writes answers: a class named by the setting RESPONDER. `chatstream.responder` makes one out of a function."""

from functools import lru_cache
from typing import Any, Protocol, cast

from django.utils.module_loading import import_string

from chatstream.conf import setting
from chatstream.log.writer import Writer
from chatstream.rows.ledger import Claim, RunResult
from chatstream.rows.models import AbstractMessage
from chatstream.run.verdict import Verdict
from chatstream.wire.events import Event


class Attempt(Protocol):
    """One attempt at one answer. What an earlier attempt has finished is carried over, not done again."""

    @property
    def text(self) -> str:
        """All of the answer so far; before `run` what stands, whatever became of the process that wrote it."""

    @property
    def reasoning(self) -> str:
        """What was thought, as `text`."""

    def restate(self) -> list[Event]:
        """The events that bring a reader up to date, who knows nothing of this answer or what an earlier attempt wrote."""

    async def run(self, writer: Writer) -> None:
        """Write the answer to its end. Cancelled by a stop, at the time limit, and when the claim is lost.

        Raises RunError, Fenced, django.db.Error.
        """

    def result(self, verdict: Verdict) -> RunResult:
        """What goes into the row. `at` is filled in afterwards. Of an attempt that never ran, `usage` alone is taken."""


class Responder(Protocol):
    """One per process."""

    async def begin(self, claim: Claim) -> Attempt:
        """Read what an attempt starts from, before it appends anything. Raises Fenced, RedisError, django.db.Error."""

    async def run_ended(self, message: AbstractMessage) -> None:
        """Called when the run of this answer has ended, here or elsewhere; perhaps several times. Raises RedisError."""

    def observe_takeover(self) -> None:
        """A run is attempted once more."""

    def observe_end(self, result: RunResult, seconds: float | None) -> None:
        """A run has ended, after this time; None: it was ended without an attempt."""


def get_responder() -> Responder:
    return _load(setting("RESPONDER"))


@lru_cache(maxsize=4)
def _load(path: str) -> Responder:
    found: Any = import_string(path)
    return cast(Responder, found() if isinstance(found, type) else found)
