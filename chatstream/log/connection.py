"""The connection to Valkey/Redis: one client per event loop, pooled and bounded."""

import asyncio
import builtins
import re
from typing import Any, cast

from redis import Redis as BlockingRedis
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.connection import HiredisRespSerializer
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import TimeoutError
from redis.retry import Retry as BlockingRetry
from redis.sentinel import Sentinel as BlockingSentinel

from chatstream.conf import setting
from chatstream.log.failover import FollowsFailover, follow_failover
from chatstream.log.outage import Outage
from chatstream.log.redis_address import CLUSTER, parse_sentinel
from chatstream.loop_local import LoopLocal

# Every command of this client may be repeated: reads, and scripts that recognise a repeat.
_RETRIES = 3

_READ_BYTES = 256 * 1024  # a page of the log in one piece: in redis-py's 32 KiB, catching up cost an eighth more

outage = Outage("Redis")


class _LogConnection(FollowsFailover):
    """Commands are packed by hiredis, as redis-py's blocking connections do; its asyncio ones do it in Python.

    redis-py sends each command through `asyncio.wait_for`: on Python 3.11 that is a task for each, and it can lose a
    cancellation. A task that was cancelled would go on for ever, and whoever waits for its end with it.
    """

    _serializer = HiredisRespSerializer()

    async def on_connect_check_health(self, check_health: bool = True) -> None:
        """Also ask for the run id: another process at this address has another one, and may have lost a log's newest entries."""
        await super().on_connect_check_health(check_health)  # type: ignore[misc]
        await self.send_command("INFO", "server", check_health=False)  # type: ignore[attr-defined]
        info = await self.read_response()
        if re.search(rb"^(redis|server)_mode:cluster", info, re.M):
            raise ConnectionLost(CLUSTER)
        self.server = re.findall(rb"run_id:(\w+)", info)[0]

    def pack_command(self, *args: Any) -> list[bytes]:
        return list(self._serializer.pack(*args))

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        connection: Any = self
        if not connection.is_connected:
            await connection.connect_check_health(check_health=False)
        try:
            async with asyncio.timeout(connection.socket_timeout):
                connection._writer.write(command if isinstance(command, bytes) else b"".join(command))
                await connection._writer.drain()
        except BaseException as problem:  # part of the command may be sent: nothing can follow it
            await connection.disconnect(nowait=True)
            if isinstance(problem, builtins.TimeoutError):
                raise TimeoutError("A command could not be written in time.") from None
            if isinstance(problem, OSError):
                raise ConnectionLost(f"A command could not be written: {problem}") from problem
            raise


class _SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """Asks the Sentinels for the master with each new connection; a caller waits while all connections are in use."""


def _make_pool(url: str, **options: Any) -> Any:
    address = parse_sentinel(url)
    if address is None:
        return BlockingConnectionPool.from_url(url, **options)
    # No retries: the next Sentinel is asked at once.
    timeouts = {"socket_connect_timeout": 2, "socket_timeout": 2, "retry": Retry(NoBackoff(), 0)}
    sentinels = Sentinel(address.hosts, sentinel_kwargs={**timeouts, **address.sentinel})  # type: ignore[no-untyped-call]
    return _SentinelPool(address.name, sentinels, **address.master, **options)  # type: ignore[no-untyped-call]


def _connect() -> Redis:
    pool = _make_pool(
        setting("REDIS_URL"),
        max_connections=32,
        timeout=20,  # seconds to wait for a free connection: a crowd that was refused would only come again
        socket_connect_timeout=2,
        socket_timeout=5,
        socket_read_size=_READ_BYTES,
        protocol=2,  # with RESP3, redis-py logs a debug line for each wake-up
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), _RETRIES),
    )
    follow_failover(pool, _LogConnection)
    client = Redis(connection_pool=pool)
    for command in ("XRANGE", "XREVRANGE"):
        client.set_response_callback(command, _raw_rows)
    return client


def _raw_rows(response: Any, **_: Any) -> Any:
    """Entries as `packing.Row`: redis-py would make a dict of each entry's one field."""
    return response


clients = LoopLocal(_connect)


def get_client() -> Redis:
    """The client of the running event loop. It answers in bytes; timeouts: 2 s to connect, 5 s for an answer."""
    return clients.get()


async def close_client() -> None:
    """Close the running loop's client, if it has one. Its log and its hub go with it."""
    client = clients.pop()
    if client is not None:
        await client.aclose(close_connection_pool=True)


def connect_blocking(url: str, **options: Any) -> BlockingRedis:
    """A blocking client of the server, or of the Sentinels' master. `options`: see redis.Redis."""
    address = parse_sentinel(url)
    if address is None:
        return BlockingRedis.from_url(url, **options)
    timeouts = {key: value for key, value in options.items() if key.startswith("socket_")}
    timeouts["retry"] = BlockingRetry(NoBackoff(), 0)
    sentinel: Any = BlockingSentinel(  # type: ignore[no-untyped-call]
        address.hosts, sentinel_kwargs={**timeouts, **address.sentinel}, **address.master, **options
    )
    return cast(BlockingRedis, sentinel.master_for(address.name))
