"""Which workers are there: each says so in Valkey, by the server's clock, which is one for all machines."""

import asyncio
from typing import Any

from chatstream.log.connection import get_client
from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script
from chatstream.rows.outbox import run_if_possible

KEY = "chatstream:workers"
ANNOUNCE_SECONDS = 5.0
GONE_SECONDS = 15.0  # after which a worker that says nothing counts as gone
FORGET_SECONDS = 3600  # after which nobody asks any more when it was heard from last

# A script that has removed something may add to it on a server whose memory is full, too: the worker is there all the same.
_ANNOUNCE = Script("""
-- ARGV  1 run id of this server (not needed)   2 name   3 seconds after which a worker is forgotten
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
redis.call('ZREMRANGEBYSCORE', KEYS[1], 0, now - tonumber(ARGV[3]))
redis.call('ZADD', KEYS[1], string.format('%.6f', now), ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
""")


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
    await call_script(_ANNOUNCE, [KEY], [name, FORGET_SECONDS])


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
