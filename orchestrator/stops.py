"""Stop, at once and across processes: a hint over pub/sub. The row says it too, so a lost hint costs one heartbeat."""

import asyncio
from uuid import UUID

from redis.exceptions import RedisError

from chatstream.connection import get_client, outage

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
    while True:
        try:
            async with get_client().pubsub() as pubsub:
                await pubsub.subscribe(CHANNEL)
                async for message in pubsub.listen():
                    if message["type"] == "message":
                        _hear(UUID(message["data"].decode()))
        except (RedisError, OSError) as problem:
            outage.failed(problem)  # runs read their stop flag with each heartbeat meanwhile
            await asyncio.sleep(1)


def _hear(message_id: UUID) -> None:
    event = _waiting.get(message_id)
    if event is not None:
        event.set()
