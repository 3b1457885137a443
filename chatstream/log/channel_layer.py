"""The address of Redis as channels_redis wants it: its pub/sub layer carries hints."""

from typing import Any

from redis.asyncio.connection import Connection, parse_url

from chatstream.log.cluster.any_node import make_connection_class
from chatstream.log.redis_address import ClusterAddress, parse_cluster, parse_sentinel

_CONNECT_SECONDS = 2


def layer_host(url: str) -> dict[str, Any]:
    """One entry of its setting `hosts`. Of a cluster each connection goes to a node that answers: pub/sub reaches all of them."""
    cluster = parse_cluster(url)
    if cluster is not None:
        return _any_node(cluster)
    address = parse_sentinel(url)
    if address is None:
        return {"address": url}
    timeouts = {"socket_connect_timeout": _CONNECT_SECONDS, "socket_timeout": 2}
    return {
        "sentinels": address.hosts,
        "master_name": address.name,
        "sentinel_kwargs": {**timeouts, **address.sentinel},
        **address.master,
    }


def _any_node(cluster: ClusterAddress) -> dict[str, Any]:
    options: dict[str, Any] = dict(parse_url(cluster.url_of(*cluster.hosts[0])))
    connects = make_connection_class(options.get("connection_class", Connection), cluster.hosts)
    return {**options, "connection_class": connects, "socket_connect_timeout": _CONNECT_SECONDS}
