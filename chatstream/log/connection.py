"""The connection to Valkey/Redis: one client per event loop, pooled and bounded."""

import asyncio
import re
from typing import Any, cast
from weakref import WeakKeyDictionary, WeakSet

from django.conf import settings
from redis import Redis as BlockingRedis
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff
from redis.connection import HiredisRespSerializer
from redis.retry import Retry as BlockingRetry
from redis.sentinel import Sentinel as BlockingSentinel

from chatstream.log.failover import FollowsFailover
from chatstream.log.outage import Outage
from chatstream.log.redis_address import parse_sentinel

# Every command sent through this client may be repeated: reads, and scripts that know a repeat by its key.
_RETRIES = 3

_READ_BYTES = 256 * 1024  # a page of the log in one piece: in redis-py's 32 KiB, catching up cost an eighth more

outage = Outage("Redis")

_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Redis] = WeakKeyDictionary()


def get_client() -> Redis:
    """The client of the running event loop. It answers in bytes; timeouts: 2 s to connect, 5 s for an answer."""
    loop = asyncio.get_running_loop()
    client = _clients.get(loop)
    if client is None:
        client = _clients[loop] = _connect()
    return client


async def close_client() -> None:
    """Close the running loop's client, if it has one."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose(close_connection_pool=True)


# In a command, as it is sent: the run id of the very server that it goes to. To ask for it in the script would cost a third
# of an append. A connection ends with its server process, so that another one is never taken for it.
SERVER = "the server that this is sent to"


class _Connection(FollowsFailover):
    """Commands are packed by hiredis, as redis-py's other connections do; its asyncio ones do it in Python.

    On Python 3.11 `asyncio.wait_for` can lose a cancellation, and redis-py sends every command through it.

    A task that was told to end would go on for ever, and whoever waits for its end with it.
    """

    _serializer = HiredisRespSerializer()

    def pack_command(self, *args: Any) -> list[bytes]:
        sent: list[Any] = [self.server if arg is SERVER else arg for arg in args]
        return list(self._serializer.pack(*sent))

    async def send_packed_command(self, *args: Any, **options: Any) -> None:
        task = asyncio.current_task()
        asked = task.cancelling() if task else 0
        await super().send_packed_command(*args, **options)  # type: ignore[misc]
        if task and task.cancelling() > asked:
            await self.disconnect(nowait=True)  # type: ignore[attr-defined]  # else the next would get this answer
            raise asyncio.CancelledError


async def _greet(connection: Any) -> None:
    await connection.on_connect()
    await connection.send_command("INFO", "server", check_health=False)
    connection.server = re.findall(rb"run_id:(\w+)", await connection.read_response())[0]


class _SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """Asks the Sentinels for the master with each new connection; who finds all connections in use waits for one."""


def _make_pool(url: str, **options: Any) -> Any:
    address = parse_sentinel(url)
    if address is None:
        return BlockingConnectionPool.from_url(url, **options)
    timeouts = {
        "socket_connect_timeout": 2,
        "socket_timeout": 2,
        "retry": Retry(NoBackoff(), 0),
    }  # the next one is asked
    sentinels = Sentinel(address.hosts, sentinel_kwargs={**timeouts, **address.sentinel})  # type: ignore[no-untyped-call]
    return _SentinelPool(address.name, sentinels, **address.master, **options)  # type: ignore[no-untyped-call]


def _connect() -> Redis:
    pool = _make_pool(
        settings.CHATSTREAM_REDIS_URL,
        max_connections=32,
        timeout=20,  # a crowd that comes back waits here in turn: sent away, it would only come again
        socket_connect_timeout=2,
        socket_timeout=5,
        redis_connect_func=_greet,
        socket_read_size=_READ_BYTES,
        protocol=2,  # in the third, redis-py writes a debug line for each wake-up
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), _RETRIES),
    )
    pool.connection_class = type("Connection", (_Connection, pool.connection_class), {"all": WeakSet()})
    client = Redis(connection_pool=pool)
    for command in ("XRANGE", "XREVRANGE"):
        client.set_response_callback(command, _rows)
    return client


def _rows(response: Any, **_: Any) -> Any:
    """Entries as packing.Row: redis-py would make a dict of each entry's one field."""
    return response


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
