"""Which node of a cluster has which keys: read from any node, and read again when a node is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from redis.exceptions import ClusterDownError

LEAST_SECONDS = 0.25  # between two questions of a process, however many of its commands fail

Address = tuple[str, int]


class SlotMap:
    """`ask` returns the answer to CLUSTER SLOTS: `[first slot, last slot, master, replica, …]` for each range.

    `known`: the nodes that may be asked, those of the settings and those that they have named; this very list is kept up to date.
    """

    def __init__(self, ask: Callable[[], Awaitable[Sequence[Any]]], seeds: Sequence[Address]) -> None:
        self.known = list(seeds)
        self._ask = ask
        self._seeds = seeds
        self._owners: dict[int, Address] = {}
        self._masters: list[Address] = []
        self._nodes: list[Address] = []
        self._is_outdated = True
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()

    async def owner(self, slot: int) -> Address:
        """The master that has the slot. Raises RedisError, ClusterDownError if nobody has it."""
        await self._renew()
        if slot not in self._owners:
            self.mark_outdated()
            raise ClusterDownError(f"no node of the cluster serves slot {slot}")
        return self._owners[slot]

    async def masters(self) -> list[Address]:
        """Raises RedisError."""
        await self._renew()
        return self._masters

    async def nodes(self) -> list[Address]:
        """The masters and their replicas. Raises RedisError."""
        await self._renew()
        return self._nodes

    def move(self, slot: int, owner: Address) -> None:
        """What a node has said of one slot; it may hold for others, so the next caller asks for all of them."""
        self._owners[slot] = owner
        self.mark_outdated()

    def mark_outdated(self) -> None:
        """A node was lost: the next caller asks again."""
        self._is_outdated = True

    async def _renew(self) -> None:
        if not self._is_outdated:
            return
        async with self._asking:
            now = asyncio.get_running_loop().time()
            if not self._is_outdated or now - self._asked_at < LEAST_SECONDS:
                return
            self._asked_at = now
            self._read(await self._ask())
            self._is_outdated = False

    def _read(self, ranges: Sequence[Any]) -> None:
        owners: dict[int, Address] = {}
        masters, nodes = set[Address](), set[Address]()
        for first, last, *members in ranges:
            addresses = [self._address(*member[:2]) for member in members]
            owners |= dict.fromkeys(range(first, last + 1), addresses[0])
            masters.add(addresses[0])
            nodes.update(addresses)
        self._owners, self._masters, self._nodes = owners, sorted(masters), sorted(nodes)
        self.known[:] = nodes.union(self._seeds)

    def _address(self, host: bytes | None, port: int) -> Address:
        """A node that does not know its own address names none."""
        return (host.decode() if host else self._seeds[0][0]), port
