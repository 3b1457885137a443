"""From a committed row to the log: a fact is written beside its cause, said after the commit, then struck off."""

import asyncio
import logging
from uuid import UUID

from django.db import transaction
from redis.exceptions import RedisError

from chatstream.events import Event
from chatstream.log import fact, get_log
from projects.database import off_loop
from projects.models import OutboxEvent

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 0.5


def say(project_id: UUID, event: Event) -> None:
    """Write `event` into the outbox. Must run in the transaction of what it tells."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is said in the transaction that makes it true")
    OutboxEvent.objects.create(project_id=project_id, message_id=event.message_id, type=event.type, body=event.encode())


async def drain(project_id: UUID) -> None:
    """Append what waits, oldest first. Anyone may call this at any time, also twice at once: the log knows a repeat.

    Raises RedisError if the log can't be reached; the rows stay for whoever comes next.
    """
    log = get_log()
    for row in await _waiting(project_id):
        await log.append(project_id, fact(row.key), 1, [row.body])
        await _strike_off(row)


async def drain_when_possible(project_id: UUID) -> None:
    """Like `drain`, but waits for a log that can't be reached: a run goes on when it is back."""
    while True:
        try:
            await drain(project_id)
        except (RedisError, OSError):
            logger.warning("The log cannot be reached; facts of project %s wait.", project_id)
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            return


@off_loop
def _waiting(project_id: UUID) -> list[OutboxEvent]:
    return list(OutboxEvent.objects.filter(project_id=project_id))


@off_loop
def _strike_off(row: OutboxEvent) -> None:
    OutboxEvent.objects.filter(pk=row.pk).delete()
