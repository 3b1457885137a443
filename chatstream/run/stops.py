"""Stop a run at once, in whichever process it runs: a pub/sub message. A lost one costs a heartbeat: the row has it too."""

import asyncio
from uuid import UUID

from chatstream.log.connection import get_client
from chatstream.log.hints import subscribe

CHANNEL = "chatstream:stop"

_watched: dict[UUID, asyncio.Event] = {}


async def publish(message_id: UUID) -> None:
    """Send every worker the request to stop this run. Raises RedisError."""
    await get_client().publish(CHANNEL, str(message_id))


def watch(message_id: UUID) -> asyncio.Event:
    """The event that is set when this process receives a stop of this run."""
    return _watched.setdefault(message_id, asyncio.Event())


def unwatch(message_id: UUID) -> None:
    _watched.pop(message_id, None)


async def listen() -> None:
    """Receive stops until cancelled: one task per worker process."""
    async for message_id in subscribe(CHANNEL):
        if message_id is not None:  # stops missed before a subscription are read with the next heartbeat
            receive(UUID(message_id.decode()))


def receive(message_id: UUID) -> None:
    """Set the event of this run, if it runs here."""
    event = _watched.get(message_id)
    if event is not None:
        event.set()
