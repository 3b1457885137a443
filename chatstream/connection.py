"""The connection to Valkey/Redis: one client per event loop, pooled and bounded."""

import asyncio
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff

# Every command sent through this client may be repeated: reads, and scripts that know a repeat by its key.
_RETRIES = 3

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


def _connect() -> Redis:
    pool = BlockingConnectionPool.from_url(
        settings.CHATSTREAM_REDIS_URL,
        max_connections=32,
        timeout=5,
        socket_connect_timeout=2,
        socket_timeout=5,
        retry=Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), _RETRIES),
    )
    return Redis(connection_pool=pool)
