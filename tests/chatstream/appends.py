"""Appends to a log, as other processes make them."""

from uuid import UUID, uuid4

import redis

from chatstream.log.entries import Position
from chatstream.log.event_log import committed_event, get_log, stream_key
from chatstream.wire.events import Delta, Finalized

ANSWER = UUID(int=7)


async def append_words(project: str, *words: str) -> Position:
    """Append each word as a delta of ANSWER; returns the head."""
    bodies = [Delta(message_id=ANSWER, content=word).encode() for word in words]
    return await get_log().append(project, committed_event(uuid4()), 1, bodies)


async def append_end(project: str, message: UUID = ANSWER) -> Position:
    body = Finalized(message_id=message, status="success", content="", elapsed_ms=1).encode()
    return await get_log().append(project, committed_event(uuid4()), 1, [body])


def append_without_wake_up(valkey: redis.Redis, project: str, word: str, after: Position) -> Position:
    """Append a delta without a wake-up."""
    position = Position(after.epoch, after.seq + 1)
    valkey.xadd(stream_key(project), {"e": Delta(message_id=ANSWER, content=word).encode()}, id=str(position))
    valkey.expire(stream_key(project), 60)
    return position
