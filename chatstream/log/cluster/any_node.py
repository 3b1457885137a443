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


def lead_to_any_node(pool: Any, addresses: list[Address], base: type[FollowsFailover] = LogConnection) -> None:
    """Let the connections that `pool` makes from now on go to whichever of `addresses` answers."""
    nodes = addresses

    class Anywhere(_ToAnyNode, pool.connection_class):  # type: ignore[misc]
        addresses: ClassVar[list[Address]] = nodes

    pool.connection_class = Anywhere
    follow_failover(pool, base)
