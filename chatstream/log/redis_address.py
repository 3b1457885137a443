"""Where Redis is: one server, `redis://…`, whichever one the Sentinels name, `redis+sentinel://host,host2/mymaster/0`, or a
cluster, `redis+cluster://host,host2`.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SENTINEL_PORT = 26379
PORT = 6379
NODE = "it is a node of a cluster, which has a part of the keys: name the cluster (redis+cluster://host:port,host:port)"
_SCHEMES = {"redis+sentinel": False, "rediss+sentinel": True}  # and whether it is TLS
_CLUSTER_SCHEMES = {"redis+cluster": "redis", "rediss+cluster": "rediss"}  # and that of one node


@dataclass(frozen=True, slots=True)
class SentinelAddress:
    """`master`: options of a connection to the master; `sentinel`: of one to a Sentinel."""

    hosts: list[tuple[str, int]]
    name: str
    master: dict[str, Any] = field(default_factory=dict)
    sentinel: dict[str, Any] = field(default_factory=dict)


def parse_sentinel(url: str) -> SentinelAddress | None:
    """None for the address of a single server. The grammar is docket's, which reads the same setting.

    `redis+sentinel://[user:password@]host[:port][,host…]/name[/db][?sentinel_username=…&sentinel_password=…]`. Raises
    ValueError.
    """
    scheme, _, rest = url.partition("://")
    if scheme not in _SCHEMES:
        return None
    tls = {"ssl": True} if _SCHEMES[scheme] else {}
    place, _, query = rest.partition("?")
    netloc, _, path = place.partition("/")
    user, _, members = netloc.rpartition("@")
    hosts = _hosts(members, SENTINEL_PORT)
    name, _, db = path.partition("/")
    if not hosts or not name:
        raise ValueError(
            "a Sentinel address names hosts and a master: redis+sentinel://host:26379,host2:26379/mymaster"
        )
    username, _, password = user.partition(":")
    options = parse_qs(query)
    return SentinelAddress(
        hosts,
        name,
        {"db": int(db.strip("/") or 0), **_login(unquote(username), unquote(password)), **tls},
        {**_login(*(options.get(f"sentinel_{key}", [""])[0] for key in ("username", "password"))), **tls},
    )


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """`hosts`: some nodes, which name the others. `url_of`: the address of one node, with what else the cluster's address says."""

    hosts: list[tuple[str, int]]
    _before: str
    _after: str

    def url_of(self, host: str, port: int) -> str:
        return f"{self._before}{f'[{host}]' if ':' in host else host}:{port}{self._after}"


def parse_cluster(url: str) -> ClusterAddress | None:
    """None for any other address. `redis+cluster://[user:password@]host[:port][,host…][?OPTION=…]`. Raises ValueError."""
    scheme, _, rest = url.partition("://")
    if scheme not in _CLUSTER_SCHEMES:
        return None
    place, mark, query = rest.partition("?")
    user, at, members = place.rstrip("/").rpartition("@")
    hosts = _hosts(members, PORT)
    if not hosts or "/" in members:
        raise ValueError("the address of a cluster names hosts, and no database: redis+cluster://host:6379,host2:6379")
    return ClusterAddress(hosts, f"{_CLUSTER_SCHEMES[scheme]}://{user}{at}", f"{mark}{query}")


def _hosts(members: str, port: int) -> list[tuple[str, int]]:
    return [_host(member, port) for member in members.split(",") if member.strip()]


def _host(member: str, port: int) -> tuple[str, int]:
    parts = urlsplit(f"//{member.strip()}")
    if not parts.hostname:
        raise ValueError(f"{member!r} is no host of Redis")
    return parts.hostname, parts.port or port


def _login(username: str, password: str) -> dict[str, str]:
    return {key: value for key, value in (("username", username), ("password", password)) if value}
