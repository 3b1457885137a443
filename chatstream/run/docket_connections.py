"""How the queue reaches Valkey/Redis: as the log does, on one server, behind Sentinels, or on a cluster."""

from typing import Any

import docket.docket
import docket.strikelist
from docket._redis import BLOCKING_READ_SOCKET_TIMEOUT, CONNECT_TIMEOUT, PUBSUB_RESP_VERSION, RedisConnection
from redis.asyncio import ConnectionPool
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from chatstream.log.cluster.any_node import lead_to_any_node
from chatstream.log.failover import FollowsFailover, follow_failover
from chatstream.log.redis_address import ClusterAddress, parse_cluster


class Connections(RedisConnection):
    """Like those of the log, they leave a server that has become a replica, and of a cluster any node may be lost."""

    async def _create_cluster_client(self) -> RedisCluster:
        """docket would take the first host of the address alone."""
        cluster = self._cluster_address()
        nodes = [ClusterNode(host, port) for host, port in cluster.hosts]
        timeouts = {"socket_timeout": BLOCKING_READ_SOCKET_TIMEOUT, "socket_connect_timeout": CONNECT_TIMEOUT}
        client = RedisCluster.from_url(cluster.url_of(*cluster.hosts[0]), startup_nodes=nodes, **timeouts)
        return await client.initialize()

    def _create_node_pool(self) -> ConnectionPool:
        """For pub/sub, which any node serves: docket would stay with one that is lost."""
        cluster = self._cluster_address()
        pool = ConnectionPool.from_url(
            cluster.url_of(*cluster.hosts[0]),
            protocol=PUBSUB_RESP_VERSION,
            socket_timeout=BLOCKING_READ_SOCKET_TIMEOUT,
            socket_connect_timeout=CONNECT_TIMEOUT,
        )
        assert self._cluster_client is not None
        nodes = [(node.host, int(node.port)) for node in self._cluster_client.get_nodes()]
        lead_to_any_node(pool, [*cluster.hosts, *nodes], FollowsFailover)
        return pool

    def _cluster_address(self) -> ClusterAddress:
        address = parse_cluster(self.url)
        assert address is not None  # docket has read the same scheme
        return address

    async def _connection_pool_from_url(self, *args: Any, **options: Any) -> Any:
        pool = await super()._connection_pool_from_url(*args, **options)
        follow_failover(pool)
        for sentinel in getattr(pool, "sentinel_clients", ()):
            sentinel.set_retry(Retry(NoBackoff(), 0))  # the next one is asked at once
        return pool


def use_own_connections() -> None:
    """Its queue, and its list of tasks that are struck, which connects by itself."""
    for module in (docket.docket, docket.strikelist):
        assert hasattr(module, "RedisConnection"), f"{module.__name__} connects another way now"
        module.RedisConnection = Connections  # type: ignore[attr-defined]
