"""How much of its memory the server has used: the log leaves a reserve, in which answers that are under way can end.

0 ────────────── FULL ─────────────── SPENT ──────────────── maxmemory ─────────────
  all is well      no new answers        running answers       the server refuses
                                         wait, then end        every append
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError

FULL, SPENT = 0.90, 0.95  # of maxmemory
WAIT_SECONDS = 30.0  # for memory; then a running answer ends
_FRESH_SECONDS = 1.0


class MemorySpent(RedisError):
    """The server could still append, but what is left is kept for the ends of answers."""


@dataclass(frozen=True, slots=True)
class Memory:
    """In bytes. `bound`: maxmemory, 0 if there is none."""

    used: int
    bound: int

    @property
    def share(self) -> float:
        return self.used / self.bound if self.bound else 0.0

    @property
    def is_full(self) -> bool:
        """Whether no new answer should begin."""
        return self.share >= FULL


class MemoryGauge:
    """The memory of the server, asked for at most once a second, however many append."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._last = Memory(0, 0)
        self._asked_at = float("-inf")

    async def read(self) -> Memory:
        """At most a second old. Raises RedisError."""
        now = asyncio.get_running_loop().time()
        if now - self._asked_at >= _FRESH_SECONDS:
            self._asked_at = now  # whoever comes meanwhile gets the last one
            self._last = await read_memory(self._redis)
        return self._last


async def read_memory(redis: Redis) -> Memory:
    """Raises RedisError."""
    info = await redis.info("memory")
    return Memory(int(info["used_memory"]), int(info.get("maxmemory", 0)))


class RunMemory:
    """The memory for one running answer. When it was refused for WAIT_SECONDS, `spent` is set: from then on it uses the reserve."""

    def __init__(self, read: Callable[[], Awaitable[Memory]]) -> None:
        self.spent = asyncio.Event()
        self._read = read
        self._refused_at: float | None = None

    async def require(self) -> None:
        """Raises MemorySpent, RedisError."""
        if self.spent.is_set():
            return
        memory = await self._read()
        if memory.share < SPENT:
            self._refused_at = None
            return
        now = asyncio.get_running_loop().time()
        self._refused_at = now if self._refused_at is None else self._refused_at
        if now - self._refused_at < WAIT_SECONDS:
            raise MemorySpent(f"{memory.share:.0%} of its memory are used")
        self.spent.set()
