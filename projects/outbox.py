"""From a committed row to the log: a fact is written beside its cause, said after the commit, then struck off."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction
from redis.exceptions import RedisError

from chatstream.log.connection import outage as log_outage
from chatstream.log.entries import START, Position
from chatstream.log.event_log import committed_event, final_event, get_log
from chatstream.wire.errors import Fenced, LogLost
from chatstream.wire.events import Event
from projects import clock
from projects.database import is_passing, off_loop
from projects.models import OutboxEvent

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Ground:
    """What the end of a message stands on: all of it is in the log at `at`. In any other log `events` say it first."""

    at: Position
    events: Sequence[Event]


def record(project_id: UUID, event: Event, ground: Ground | None = None) -> None:
    """Write `event` into the outbox, in the transaction of what it tells; with a `ground`, as the last word on its message."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is said in the transaction that makes it true")
    OutboxEvent.objects.create(
        project_id=project_id,
        message_id=event.message_id,
        type=event.type,
        body=event.encode(),
        ground_at=str(ground.at) if ground else "",
        ground_body="\n".join(event.encode() for event in ground.events) if ground else "",
        created=clock.now(),
    )


async def flush(project_id: UUID) -> None:
    """Append what waits, oldest first. Anyone may call this at any time, also twice at once: the log knows a repeat.

    Raises RedisError if the log can't be reached, django.db.Error; the rows stay for whoever comes next.
    """
    row = await _oldest(project_id)
    while row is not None:
        await _append(row)
        row = await _strike_off(row)


async def _append(row: OutboxEvent) -> None:
    log, stream = get_log(), str(row.project_id)
    if not row.ground_at:
        await log.append(stream, committed_event(row.key), 1, [row.body])
        return
    speaker = final_event(str(row.message_id), row.key)
    try:
        try:
            await log.append(stream, speaker, 1, [row.body], Position.parse(row.ground_at) or START)
        except LogLost:
            await log.append(stream, speaker, 1, [*row.ground_body.split("\n"), row.body])
    except Fenced:
        logger.warning("Message %s has an end in the log already; a second one is not published.", row.message_id)


async def drain_if_possible(project_id: UUID) -> bool:
    """Like `drain`, for what is committed whatever comes of it: a store that is away has the workers' sweep do it.

    Returns whether the stores could be reached.
    """
    try:
        await flush(project_id)
    except (RedisError, OSError) as problem:
        log_outage.failed(problem)
    except DatabaseError as problem:
        if not is_passing(problem):
            raise
    else:
        return True
    return False


async def drain_when_possible(project_id: UUID) -> None:
    """Like `drain`, but waits for a store that can't be reached: a run goes on when it is back."""
    while not await drain_if_possible(project_id):
        await asyncio.sleep(_AGAIN_SECONDS)


@off_loop
def _oldest(project_id: UUID) -> OutboxEvent | None:
    return OutboxEvent.objects.filter(project_id=project_id).first()


@off_loop
def _strike_off(row: OutboxEvent) -> OutboxEvent | None:
    """Returns the next one that waits now: what somebody else has said meanwhile may not be said to a newer log."""
    OutboxEvent.objects.filter(pk=row.pk).delete()
    return OutboxEvent.objects.filter(project_id=row.project_id).first()
