"""What an operator does to runs, people and projects. Each goes the way that the product itself goes.

None of them writes a row of its own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chatstream.backend import get_backend
from chatstream.follow.hints import check_again
from chatstream.rows.database import off_loop
from chatstream.run.lifecycle import announce, force_end
from chatstream.wire.requests import Retry
from orchestrator import erasure
from orchestrator.run import limits
from projects.access.tokens import revoke
from projects.models import AccessToken, Message, Project
from projects.removal.accounts import request_account_deletion
from projects.removal.soft_delete import ensure_deleted


@dataclass(frozen=True, slots=True)
class Intervention:
    """`of`: what it is done to: run, user, project or token. `of_ended`: for runs that have ended, the others are for the rest.

    `act` gets the row, and raises RequestRefused, Fenced, RedisError, django.db.Error.
    """

    of: str
    name: str
    button: str
    warning: str
    log_entry: str
    act: Callable[[Any], Awaitable[object]]
    of_ended: bool = False

    @property
    def permission(self) -> str:
        return f"operations.{self.name}_{self.of}"

    @property
    def action(self) -> str:
        """Its name among the actions of the admin."""
        return f"{self.name}_{self.of}s"


async def _stop(run: Message) -> None:
    await get_backend().stop(run.project.owner, None, run.pk)


async def _retry(run: Message) -> None:
    request = Retry(type="retry", request_id=uuid4(), assistant_message_id=run.pk)
    await get_backend().retry(run.project.owner, None, request)


async def _requeue(run: Message) -> None:
    await announce(run.project_id)


async def _end(run: Message) -> None:
    await force_end(run.pk)


async def _delete_project(project: Project) -> None:
    await off_loop(ensure_deleted)(project.owner, project.pk)
    await erasure.end_answers()


async def _release_limits(user: Any) -> None:
    await limits.delete_counts(user.pk)


async def _close_streams(user: Any) -> None:
    await check_again(user.pk)


async def _revoke(token: AccessToken) -> None:
    await off_loop(revoke)(token)


async def _forget(user: Any) -> None:
    await off_loop(request_account_deletion)(user)


OF_RUNS = (
    Intervention(
        "run",
        "stop",
        "Stop",
        "Each keeps the text that it has, as if its user had pressed Stop.",
        "Stopped it.",
        _stop,
    ),
    Intervention(
        "run",
        "retry",
        "Answer again",
        "Each becomes an earlier version of a new answer, which counts against its user's limits.",
        "Had it answered again.",
        _retry,
        of_ended=True,
    ),
    Intervention(
        "run",
        "requeue",
        "Put back into the queue",
        "Harmless: a run that a worker owns stays with it.",
        "Put it back into the queue.",
        _requeue,
    ),
    Intervention(
        "run",
        "end",
        "End with an error",
        "For runs that nothing else ends. Whoever works on one is fenced off; its user reads that an operator has ended it.",
        "Ended it with an error.",
        _end,
    ),
)
OF_USERS = (
    Intervention(
        "user",
        "release",
        "Release limits",
        "What each has used of the limits by the minute, of live answers and of the day is forgotten. Answers that are being "
        "written go on.",
        "Released the limits.",
        _release_limits,
    ),
    Intervention(
        "user",
        "disconnect",
        "Close connections",
        "Sockets and event streams of each end at once. Clients come back and are checked anew; whoever is to stay out has to be "
        "deactivated.",
        "Closed the connections.",
        _close_streams,
    ),
    Intervention(
        "user",
        "forget",
        "Forget",
        "Each is signed out for good, and a worker erases the account: projects, films, pictures, logs. There is no undo.",
        "Had the account erased.",
        _forget,
    ),
)
OF_PROJECTS = (
    Intervention(
        "project",
        "remove",
        "Delete",
        "Each is gone for its owner at once, and its answers are stopped. A worker erases it seconds later. There is no undo.",
        "Deleted it.",
        _delete_project,
    ),
)
INTERVENTIONS = (*OF_RUNS, *OF_USERS, *OF_PROJECTS)
OF_TOKENS = (
    Intervention(
        "token",
        "revoke",
        "Revoke",
        "Programs that use them are cut off at once. There is no undo.",
        "Revoked it.",
        _revoke,
    ),
)
