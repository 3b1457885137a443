"""Where Redis is: one server, `redis://…`, or whichever one the Sentinels name, `redis+sentinel://host,host2/mymaster/0`."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SENTINEL_PORT = 26379
# Why: docs/decisions/0053.
CLUSTER = "it is a cluster, and one server must have all keys: name a single server, or Sentinels (redis+sentinel://…)"
_SCHEMES = {"redis+sentinel": False, "rediss+sentinel": True}  # and whether it is TLS


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
    hosts = [_host(member) for member in members.split(",") if member.strip()]
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


def layer_host(url: str) -> dict[str, Any]:
    """The same address as channels_redis wants it in its setting `hosts`."""
    address = parse_sentinel(url)
    if address is None:
        return {"address": url}
    return {
        "sentinels": address.hosts,
        "master_name": address.name,
        "sentinel_kwargs": {"socket_connect_timeout": 2, "socket_timeout": 2, **address.sentinel},
        **address.master,
    }


def _host(member: str) -> tuple[str, int]:
    parts = urlsplit(f"//{member.strip()}")
    if not parts.hostname:
        raise ValueError(f"{member!r} is no host of a Sentinel")
    return parts.hostname, parts.port or SENTINEL_PORT


def _login(username: str, password: str) -> dict[str, str]:
    return {key: value for key, value in (("username", username), ("password", password)) if value}
