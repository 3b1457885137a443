"""Tells workers that a file is asked for, at once: a hint over pub/sub. The row says it too, so a lost hint costs a look."""

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage

CHANNEL = "projects:export"


async def wake_workers() -> None:
    try:
        await get_client().publish(CHANNEL, b"")
    except (RedisError, OSError) as problem:
        outage.failed(problem)  # a worker finds the row by itself
