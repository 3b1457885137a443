"""The outbox: an event is written in the transaction that it reports, appended to the log after the commit, then deleted."""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, cast

from django.db import Error as DatabaseError
from django.db import transaction
from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.log.connection import outage as log_outage
from chatstream.log.entries import START, Position
from chatstream.log.event_log import committed_event, final_event, get_log
from chatstream.rows import clock
from chatstream.rows.database import is_passing, off_loop
from chatstream.rows.models import AbstractOutboxEvent
from chatstream.rows.registry import message_model, of_stream, outbox_model
from chatstream.wire.errors import Fenced, LogLost
from chatstream.wire.events import Event

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Precondition:
    """Of a message's end: the log has the whole text at `expected_position`. Any other log gets `restate_with` first."""

    expected_position: Position
    restate_with: Sequence[Event]


def record(stream_id: Any, event: Event, precondition: Precondition | None = None) -> None:
    """Write `event` into the outbox, in the transaction that it reports; with a `precondition`, as its message's final event.

    Raises RuntimeError outside of a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction that it reports")
    outbox_model().objects.create(
        **of_stream(stream_id),
        message_id=event.message_id,
        type=event.type,
        body=event.encode(),
        ground_at=str(precondition.expected_position) if precondition else "",
        ground_body="\n".join(event.encode() for event in precondition.restate_with) if precondition else "",
        created=clock.now(),
    )


async def flush(stream_id: Any) -> None:
    """Append the stream's events to the log, oldest first. Safe to call at any time, also concurrently: the log skips repeats.

    Raises RedisError if the log can't be reached, django.db.Error; the rows stay for the next call.
    """
    row = await _oldest(stream_id)
    while row is not None:
        await _append(row)
        row = await _delete(row)


async def _append(row: AbstractOutboxEvent) -> None:
    log, stream = get_log(), str(_stream_of(row))
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


async def flush_if_possible(stream_id: Any) -> bool:
    """Like `flush`, but returns False while a store is away: the workers' sweep flushes later."""
    return await run_if_possible(flush(stream_id))


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


async def flush_when_possible(stream_id: Any) -> None:
    """Like `flush`, but waits while a store is away."""
    for failures in count():
        if await flush_if_possible(stream_id):
            return
        await pause(failures)


def find_waiting_streams(seconds: float) -> list[Any]:
    """Streams with an event that has been in the outbox for longer than `seconds`. Blocks."""
    waiting = outbox_model().objects.filter(created__lt=clock.now(seconds))
    return list(waiting.values_list(f"{message_model().STREAM_FIELD}_id", flat=True).order_by().distinct())


@off_loop
def _oldest(stream_id: Any) -> AbstractOutboxEvent | None:
    return _first(stream_id)


@off_loop
def _delete(row: AbstractOutboxEvent) -> AbstractOutboxEvent | None:
    """Delete the row, and read the next one anew: another process may have appended it already."""
    outbox_model().objects.filter(pk=row.pk).delete()
    return _first(_stream_of(row))


def _first(stream_id: Any) -> AbstractOutboxEvent | None:
    return cast("AbstractOutboxEvent | None", outbox_model().objects.filter(**of_stream(stream_id)).first())


def _stream_of(row: AbstractOutboxEvent) -> Any:
    return getattr(row, f"{message_model().STREAM_FIELD}_id")
