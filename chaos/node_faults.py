"""What is broken of a cluster of Valkeys: its nodes are lost, emptied and full, and keys move between them."""

import asyncio
import random

from chaos.valkey_cluster import Node, ValkeyCluster
from chaos.valkey_faults import Announce, Fault


class NodeFaults:
    """`kills`: how many nodes were killed. `first`: what is broken in any case, before the rest."""

    def __init__(self, valkeys: ValkeyCluster, announce: Announce, chance: random.Random) -> None:
        self.kills = 0
        self.kinds: list[Fault] = [self.lose_a_master, self.fail_over_in_order, self.move_keys, self.empty, self.fill]
        self.first: list[Fault] = [self.lose_a_master, self.move_keys]
        self._valkeys = valkeys
        self._fault = announce
        self._chance = chance

    async def _choose_master(self) -> Node:
        return self._chance.choice(await asyncio.to_thread(self._valkeys.masters))

    async def lose_a_master(self) -> None:
        """Its replica takes over, without what it had not got yet; then it comes back, as a replica."""
        node = await self._choose_master()
        async with self._fault(f"kill -9 {node.child.name}, a master", outage=True):
            self.kills += 1
            await asyncio.to_thread(self._valkeys.lose, node)
        node.child.start()
        await asyncio.to_thread(self._valkeys.wait_until_well)

    async def fail_over_in_order(self) -> None:
        """A master and its replica change places, and no connection is closed."""
        node = await self._choose_master()
        async with self._fault(f"{node.child.name} becomes a replica", outage=True):
            await asyncio.to_thread(self._valkeys.fail_over, node)

    async def move_keys(self) -> None:
        """Half of a range, so that every master keeps some: without, it would have no vote."""
        first, end, source = self._chance.choice(await asyncio.to_thread(self._valkeys.ranges))
        last = (first + end) // 2
        masters = await asyncio.to_thread(self._valkeys.masters)
        target = self._chance.choice([node for node in masters if node is not source])
        async with self._fault(f"slots {first} to {last} move to {target.child.name}"):
            await asyncio.to_thread(self._valkeys.move, first, last, source, target)

    async def empty(self) -> None:
        async with self._fault("FLUSHALL on every node"):
            for node in await asyncio.to_thread(self._valkeys.masters):
                await asyncio.to_thread(node.client.flushall)

    async def fill(self) -> None:
        """Nothing more can be added to it; what it has is read as before."""
        node = await self._choose_master()
        async with self._fault(f"the memory of {node.child.name} is full", outage=True):
            await asyncio.to_thread(node.client.config_set, "maxmemory", 1)
            try:
                await asyncio.sleep(self._chance.uniform(0.5, 3.0))
            finally:
                await asyncio.to_thread(node.client.config_set, "maxmemory", 0)
