"""Messages of other processes over Redis pub/sub. Each may be lost, so they only hint at what a row or a log has."""

import asyncio
from collections.abc import AsyncIterator

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage

RECONNECT_SECONDS = 1


async def subscribe(channel: str) -> AsyncIterator[bytes | None]:
    """The payloads published on a channel, without end; None when a subscription begins: earlier ones were missed."""
    while True:
        try:
            async with get_client().pubsub() as pubsub:
                await pubsub.subscribe(channel)
                async for message in pubsub.listen():
                    yield message["data"] if message["type"] == "message" else None
        except (RedisError, OSError) as problem:
            outage.record_failure(problem)
            await asyncio.sleep(RECONNECT_SECONDS)
