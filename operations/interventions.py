"""What an operator does to runs. Each goes the way that the product itself goes; none of them writes a row of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from chatstream.backend import get_backend
from chatstream.run.lifecycle import announce, force_end
from chatstream.wire.requests import Retry
from projects.models import Message


@dataclass(frozen=True, slots=True)
class Intervention:
    """`of_ended`: it is for runs that have ended, the others are for the rest.

    `act` raises RequestRefused, Fenced, RedisError, django.db.Error.
    """

    name: str
    button: str
    warning: str
    log_entry: str
    act: Callable[[Message], Awaitable[object]]
    of_ended: bool = False

    @property
    def permission(self) -> str:
        return f"operations.{self.name}_run"

    @property
    def action(self) -> str:
        """Its name among the actions of the admin."""
        return f"{self.name}_runs"


async def _stop(run: Message) -> None:
    await get_backend().stop(run.project.owner, None, run.pk)


async def _retry(run: Message) -> None:
    request = Retry(type="retry", request_id=uuid4(), assistant_message_id=run.pk)
    await get_backend().retry(run.project.owner, None, request)


async def _requeue(run: Message) -> None:
    await announce(run.project_id)


async def _end(run: Message) -> None:
    await force_end(run.pk)


INTERVENTIONS = (
    Intervention(
        "stop", "Stop", "Each keeps the text that it has, as if its user had pressed Stop.", "Stopped it.", _stop
    ),
    Intervention(
        "retry",
        "Answer again",
        "Each becomes an earlier version of a new answer, which counts against its user's limits.",
        "Had it answered again.",
        _retry,
        of_ended=True,
    ),
    Intervention(
        "requeue",
        "Put back into the queue",
        "Harmless: a run that a worker owns stays with it.",
        "Put it back into the queue.",
        _requeue,
    ),
    Intervention(
        "end",
        "End with an error",
        "For runs that nothing else ends. Whoever works on one is fenced off; its user reads that an operator has ended it.",
        "Ended it with an error.",
        _end,
    ),
)
