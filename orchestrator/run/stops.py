"""Stop, at once and across processes: a hint over pub/sub. The row says it too, so a lost hint costs one heartbeat."""

import asyncio
from uuid import UUID

from chatstream.log.connection import get_client
from orchestrator.hints import subscribe

CHANNEL = "orchestrator:stop"

_waiting: dict[UUID, asyncio.Event] = {}


async def tell(message_id: UUID) -> None:
    """Tell every worker that this run should end. Raises RedisError."""
    await get_client().publish(CHANNEL, str(message_id))


def expect(message_id: UUID) -> asyncio.Event:
    """The event that is set when this process hears that the run should end."""
    return _waiting.setdefault(message_id, asyncio.Event())


def forget(message_id: UUID) -> None:
    _waiting.pop(message_id, None)


async def listen() -> None:
    """Hear stops until cancelled: one task per worker process."""
    async for message_id in subscribe(CHANNEL):
        if message_id is not None:  # runs read their stop flag with each heartbeat besides
            _hear(UUID(message_id.decode()))


def _hear(message_id: UUID) -> None:
    event = _waiting.get(message_id)
    if event is not None:
        event.set()
