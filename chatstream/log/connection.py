"""The connection to Valkey/Redis: one client per event loop, of one server or of a cluster."""

from typing import Any, cast

from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import RedisClusterException
from redis.retry import Retry as BlockingRetry
from redis.sentinel import Sentinel as BlockingSentinel

from chatstream.conf import setting
from chatstream.log.cluster.client import ClusterClient
from chatstream.log.failover import follow_failover
from chatstream.log.log_connection import SingleServerConnection
from chatstream.log.outage import Outage
from chatstream.log.pools import make_client, make_pool
from chatstream.log.redis_address import parse_cluster, parse_sentinel
from chatstream.loop_local import LoopLocal

outage = Outage("Redis")


def _connect() -> Redis:
    url = setting("REDIS_URL")
    cluster = parse_cluster(url)
    if cluster is not None:
        return ClusterClient(cluster)
    pool = make_pool(url)
    follow_failover(pool, SingleServerConnection)
    return make_client(pool)


clients = LoopLocal(_connect)


def get_client() -> Redis:
    """The client of the running event loop. It answers in bytes; timeouts: 2 s to connect, 5 s for an answer."""
    return clients.get()


async def get_masters() -> list[Redis]:
    """A client of each server that takes writes: one, or several of a cluster. Raises RedisError."""
    client = get_client()
    return await client.masters() if isinstance(client, ClusterClient) else [client]


async def get_servers() -> list[Redis]:
    """A client of each server that keeps data; those of a cluster include its replicas. Raises RedisError."""
    client = get_client()
    return await client.nodes() if isinstance(client, ClusterClient) else [client]


async def close_client() -> None:
    """Close the running loop's client, if it has one. Its log and its hub go with it."""
    client = clients.pop()
    if client is not None:
        await client.aclose(close_connection_pool=True)


def connect_blocking(url: str, **options: Any) -> BlockingRedis:
    """A blocking client of the server, of the Sentinels' master, or of a cluster. `options`: see redis.Redis.

    Raises RedisError at once if a cluster does not answer.
    """
    if (cluster := parse_cluster(url)) is not None:
        nodes = [ClusterNode(host, port) for host, port in cluster.hosts]  # type: ignore[no-untyped-call]
        try:
            client = RedisCluster.from_url(cluster.url_of(*cluster.hosts[0]), startup_nodes=nodes, **options)
        except RedisClusterException as problem:
            raise ConnectionLost(str(problem)) from problem
        return cast(BlockingRedis, client)
    address = parse_sentinel(url)
    if address is None:
        return BlockingRedis.from_url(url, **options)
    timeouts = {key: value for key, value in options.items() if key.startswith("socket_")}
    timeouts["retry"] = BlockingRetry(NoBackoff(), 0)
    sentinel: Any = BlockingSentinel(  # type: ignore[no-untyped-call]
        address.hosts, sentinel_kwargs={**timeouts, **address.sentinel}, **address.master, **options
    )
    return cast(BlockingRedis, sentinel.master_for(address.name))
