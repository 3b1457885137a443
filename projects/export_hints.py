"""Wakes the workers when an export is requested: a hint over pub/sub. A worker that misses it finds the row by polling."""

from redis.exceptions import RedisError

from chatstream.log.connection import get_client, outage

CHANNEL = "projects:export"


async def wake_workers() -> None:
    try:
        await get_client().publish(CHANNEL, b"")
    except (RedisError, OSError) as problem:
        outage.record_failure(problem)  # a worker finds the row by itself
