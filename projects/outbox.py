"""The outbox: an event is written in the transaction that it reports, appended to the log after the commit, then deleted."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction
from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.log.connection import outage as log_outage
from chatstream.log.entries import START, Position
from chatstream.log.event_log import committed_event, final_event, get_log
from chatstream.wire.errors import Fenced, LogLost
from chatstream.wire.events import Event
from projects import clock
from projects.database import is_passing, off_loop
from projects.models import OutboxEvent

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Precondition:
    """Of a message's end: the log has the whole text at `expected_position`. Any other log gets `restate_with` first."""

    expected_position: Position
    restate_with: Sequence[Event]


def record(project_id: UUID, event: Event, precondition: Precondition | None = None) -> None:
    """Write `event` into the outbox, in the transaction that it reports; with a `precondition`, as its message's final event.

    Raises RuntimeError outside of a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction that it reports")
    OutboxEvent.objects.create(
        project_id=project_id,
        message_id=event.message_id,
        type=event.type,
        body=event.encode(),
        ground_at=str(precondition.expected_position) if precondition else "",
        ground_body="\n".join(event.encode() for event in precondition.restate_with) if precondition else "",
        created=clock.now(),
    )


async def flush(project_id: UUID) -> None:
    """Append the project's events to the log, oldest first. Safe to call at any time, also concurrently: the log skips repeats.

    Raises RedisError if the log can't be reached, django.db.Error; the rows stay for the next call.
    """
    row = await _oldest(project_id)
    while row is not None:
        await _append(row)
        row = await _delete(row)


async def _append(row: OutboxEvent) -> None:
    log, stream = get_log(), str(row.project_id)
    if not row.ground_at:
        await log.append(stream, committed_event(row.key), 1, [row.body])
        return
    producer = final_event(str(row.message_id), row.key)
    try:
        try:
            await log.append(stream, producer, 1, [row.body], Position.parse(row.ground_at) or START)
        except LogLost:
            await log.append(stream, producer, 1, [*row.ground_body.split("\n"), row.body])
    except Fenced:
        logger.warning("Message %s has an end in the log already; a second one is not published.", row.message_id)


async def flush_if_possible(project_id: UUID) -> bool:
    """Like `flush`, but returns False while a store is away: the workers' sweep flushes later."""
    return await run_if_possible(flush(project_id))


async def run_if_possible(work: Awaitable[object]) -> bool:
    """Await `work`; False if a store is away, which is logged once. Raises whatever else fails."""
    try:
        await work
    except (RedisError, OSError) as problem:
        log_outage.record_failure(problem)
    except DatabaseError as problem:
        if not is_passing(problem):
            raise
    else:
        return True
    return False


async def flush_when_possible(project_id: UUID) -> None:
    """Like `flush`, but waits while a store is away."""
    for failures in count():
        if await flush_if_possible(project_id):
            return
        await pause(failures)


def find_waiting_projects(seconds: float) -> list[UUID]:
    """Projects with an event that has been in the outbox for longer than `seconds`. Blocks."""
    waiting = OutboxEvent.objects.filter(created__lt=clock.now(seconds))
    return list(waiting.values_list("project_id", flat=True).order_by().distinct())


@off_loop
def _oldest(project_id: UUID) -> OutboxEvent | None:
    return OutboxEvent.objects.filter(project_id=project_id).first()


@off_loop
def _delete(row: OutboxEvent) -> OutboxEvent | None:
    """Delete the row, and read the next one anew: another process may have appended it already."""
    OutboxEvent.objects.filter(pk=row.pk).delete()
    return OutboxEvent.objects.filter(project_id=row.project_id).first()
