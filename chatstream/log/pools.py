"""Bounded pools of connections to one server, and the client over such a pool."""

from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff, NoBackoff

from chatstream.log.redis_address import parse_sentinel

_READ_BYTES = 256 * 1024  # a page of the log in one piece: in redis-py's 32 KiB, catching up cost an eighth more


class _SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """Asks the Sentinels for the master with each new connection; a caller waits while all connections are in use."""


def make_pool(url: str, retries: int = 3) -> Any:
    """To the server at `url`, or to the Sentinels' master. Timeouts: 2 s to connect, 5 s for an answer.

    Every command may be repeated: reads, and scripts that recognise a repeat.
    """
    options: dict[str, Any] = {
        "max_connections": 32,
        "timeout": 20,  # seconds to wait for a free connection: a crowd that was refused would only come again
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
        "socket_read_size": _READ_BYTES,
        "protocol": 2,  # with RESP3, redis-py logs a debug line for each wake-up
        "retry": Retry(ExponentialWithJitterBackoff(base=0.05, cap=0.5), retries),
    }
    address = parse_sentinel(url)
    if address is None:
        return BlockingConnectionPool.from_url(url, **options)
    # No retries: the next Sentinel is asked at once.
    timeouts = {"socket_connect_timeout": 2, "socket_timeout": 2, "retry": Retry(NoBackoff(), 0)}
    sentinels = Sentinel(address.hosts, sentinel_kwargs={**timeouts, **address.sentinel})  # type: ignore[no-untyped-call]
    return _SentinelPool(address.name, sentinels, **address.master, **options)  # type: ignore[no-untyped-call]


def make_client(pool: Any) -> Redis:
    """It answers in bytes."""
    client = Redis(connection_pool=pool)
    for command in ("XRANGE", "XREVRANGE"):
        client.set_response_callback(command, _raw_rows)
    return client


def _raw_rows(response: Any, **_: Any) -> Any:
    """Entries as `packing.Row`: redis-py would make a dict of each entry's one field."""
    return response
