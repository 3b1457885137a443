"""The client of a cluster: each command goes to the node that has its key, and follows the key when it moves."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from redis.asyncio import Redis
from redis.crc import key_slot
from redis.exceptions import AskError, ClusterDownError, MovedError, TimeoutError, TryAgainError
from redis.exceptions import ConnectionError as ConnectionLost

from chatstream.log.cluster.any_node import lead_to_any_node
from chatstream.log.cluster.slot_map import Address, SlotMap
from chatstream.log.failover import follow_failover
from chatstream.log.log_connection import LogConnection
from chatstream.log.pools import make_client, make_pool
from chatstream.log.redis_address import ClusterAddress

T = TypeVar("T")

_TO_ANY_NODE = {"CLUSTER SLOTS", "PUBLISH", "TIME"}
_TO_EVERY_MASTER = {"FLUSHALL", "FLUSHDB", "PING"}
# Before each repetition of a command whose node is lost, or whose slot is being moved.
_PAUSES = (0.0, 0.05, 0.1, 0.2, 0.4)


class ClusterClient(Redis):
    """As that of one server, for commands whose keys have one slot: their hash tag is the same. Of pub/sub, any node serves all.

    A node that is lost fails its commands, as a single server would, until its replica is promoted.
    """

    def __init__(self, address: ClusterAddress) -> None:
        self._address = address
        self._map = SlotMap(self._read_slots, address.hosts)
        self._clients: dict[Address, Redis] = {}  # of nodes that have left too: they may come back
        pool = make_pool(address.url_of(*address.hosts[0]))
        lead_to_any_node(pool, self._map.known)
        super().__init__(connection_pool=pool)

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Raises RedisError."""
        if args[0] in _TO_ANY_NODE:
            return await super().execute_command(*args, **options)  # type: ignore[no-untyped-call]
        if args[0] in _TO_EVERY_MASTER:
            masters = await self.masters()
            answers = await asyncio.gather(*[each.execute_command(*args, **options) for each in masters])  # type: ignore[no-untyped-call]
            return answers[0]
        return await self.at_node_of(_key(args), lambda node: node.execute_command(*args, **options))  # type: ignore[no-untyped-call]

    async def at_node_of(self, key: str | bytes, ask: Callable[[Redis], Awaitable[T]]) -> T:
        """What `ask` returns from the node that has the key; asked again where the key is by then. Raises RedisError."""
        slot = key_slot(key.encode() if isinstance(key, str) else key)
        for pause in _PAUSES:
            try:
                return await self._ask_owner(slot, ask)
            except (AskError, TryAgainError, ConnectionLost, ClusterDownError):
                await asyncio.sleep(pause)
        return await self._ask_owner(slot, ask)

    async def _ask_owner(self, slot: int, ask: Callable[[Redis], Awaitable[T]]) -> T:
        owner = await self._map.owner(slot)
        try:
            return await ask(self._client(owner))
        except MovedError as moved:
            self._map.move(slot, (moved.host or owner[0], moved.port))
            raise
        except (ConnectionLost, TimeoutError, ClusterDownError):
            self._map.mark_outdated()
            raise

    async def masters(self) -> list[Redis]:
        """A client of each. Raises RedisError."""
        return [self._client(address) for address in await self._map.masters()]

    async def nodes(self) -> list[Redis]:
        """A client of each master and each replica. Raises RedisError."""
        return [self._client(address) for address in await self._map.nodes()]

    async def aclose(self, close_connection_pool: bool | None = None) -> None:
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose(close_connection_pool=True)
        await super().aclose(close_connection_pool)

    def _client(self, address: Address) -> Redis:
        if address not in self._clients:
            # `at_node_of` asks again, where the key is by then.
            pool = make_pool(self._address.url_of(*address), retries=1)
            follow_failover(pool, LogConnection)
            self._clients[address] = make_client(pool)
        return self._clients[address]

    async def _read_slots(self) -> Any:
        ranges: Any = await super().execute_command("CLUSTER SLOTS")  # type: ignore[no-untyped-call]
        return ranges


def _key(command: tuple[Any, ...]) -> str | bytes:
    key: str | bytes = command[3] if command[0] == "EVALSHA" else command[1]
    return key
