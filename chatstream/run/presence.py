"""Which workers are there: each says so in Valkey, by the server's clock, which is one for all machines."""

import asyncio
from typing import Any

from chatstream.log.connection import get_client
from chatstream.rows.outbox import run_if_possible

KEY = "chatstream:workers"
ANNOUNCE_SECONDS = 5.0
GONE_SECONDS = 15.0  # after which a worker that says nothing counts as gone
FORGET_SECONDS = 3600  # after which nobody asks any more when it was heard from last


async def announce_forever(name: str) -> None:
    """Announce the worker until cancelled; then say that it is gone."""
    try:
        while True:
            await run_if_possible(announce(name))
            await asyncio.sleep(ANNOUNCE_SECONDS)
    finally:
        await run_if_possible(withdraw(name))


async def announce(name: str) -> None:
    """Raises RedisError."""
    now = await _server_time()
    async with get_client().pipeline(transaction=False) as pipeline:
        pipeline.zadd(KEY, {name: now})
        pipeline.zremrangebyscore(KEY, 0, now - FORGET_SECONDS)
        pipeline.expire(KEY, FORGET_SECONDS)
        await pipeline.execute()


async def seconds_since_heard() -> dict[str, float]:
    """For each worker of the last hour the seconds since it was heard from. Raises RedisError."""
    now = await _server_time()
    rows: Any = await get_client().zrange(KEY, 0, -1, withscores=True)
    return {name.decode(): max(0.0, now - float(heard)) for name, heard in rows}


async def withdraw(name: str) -> None:
    """A worker that was ended is not missed for GONE_SECONDS more. Raises RedisError."""
    await get_client().zrem(KEY, name)


async def _server_time() -> float:
    seconds, microseconds = await get_client().time()
    return float(seconds) + float(microseconds) / 1e6
