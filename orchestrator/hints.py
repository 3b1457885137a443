"""Hints of other processes over pub/sub, for whoever listens as long as this process lives. Each may be lost."""

import asyncio
from collections.abc import AsyncIterator

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage

RECONNECT_SECONDS = 1


async def subscribe(channel: str) -> AsyncIterator[bytes | None]:
    """What is published, without end; None whenever a subscription begins: what was published before was not heard."""
    while True:
        try:
            async with get_client().pubsub() as pubsub:
                await pubsub.subscribe(channel)
                async for message in pubsub.listen():
                    yield message["data"] if message["type"] == "message" else None
        except (RedisError, OSError) as problem:
            outage.failed(problem)
            await asyncio.sleep(RECONNECT_SECONDS)
