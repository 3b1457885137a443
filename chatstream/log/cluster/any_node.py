"""Connections to a cluster that any of its nodes can serve: for its map, and for pub/sub, which reaches all of them."""

import random
from contextlib import suppress
from typing import Any, ClassVar

from chatstream.log.cluster.slot_map import Address
from chatstream.log.failover import FollowsFailover, follow_failover
from chatstream.log.log_connection import LogConnection


class _ToAnyNode:
    """Stands before a connection class of redis-py. Each time it connects, it goes to a node that answers."""

    addresses: ClassVar[list[Address]]  # of the nodes that this pool knows

    async def _connect(self) -> None:
        *others, last = random.sample(self.addresses, len(self.addresses))
        for address in others:
            with suppress(OSError):
                return await self._connect_to(address)
        await self._connect_to(last)

    async def _connect_to(self, address: Address) -> None:
        self.host, self.port = address
        await super()._connect()  # type: ignore[misc]


def make_connection_class(base: type, nodes: list[Address]) -> type:
    """`base`, a connection class of redis-py, whose connections go to whichever of `nodes` answers."""

    class Anywhere(_ToAnyNode, base):  # type: ignore[misc]
        addresses: ClassVar[list[Address]] = nodes

    return Anywhere


def lead_to_any_node(pool: Any, nodes: list[Address], base: type[FollowsFailover] = LogConnection) -> None:
    """Let the connections that `pool` makes from now on go to whichever of `nodes` answers."""
    pool.connection_class = make_connection_class(pool.connection_class, nodes)
    follow_failover(pool, base)
