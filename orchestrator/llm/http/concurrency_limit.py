"""How many answers one address gives at once: a small server with one slot cannot write six scenes side by side."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ConcurrencyLimit:
    """First come, first served. `limit`: answers at once from this process. Waiting is no silence of the provider."""

    def __init__(self, limit: int) -> None:
        self._maximum = limit
        self.limit = limit
        self._running = 0
        self._waiters: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        await self._acquire()
        try:
            yield
        finally:
            self._running -= 1
            self._wake_waiters()

    def decrease(self) -> None:
        """Halve the limit: the address answered that it is busy."""
        self.limit = max(1, min(self.limit, self._running) // 2)

    def increase(self) -> None:
        """Raise the limit by one, up to its first value: an answer was completed."""
        if self.limit < self._maximum:
            self.limit += 1
            self._wake_waiters()

    async def _acquire(self) -> None:
        if self._running < self.limit and not self._waiters:
            self._running += 1
            return
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():  # admitted and cancelled at once
                self._running -= 1
                self._wake_waiters()
            elif waiter in self._waiters:
                self._waiters.remove(waiter)
            raise

    def _wake_waiters(self) -> None:
        while self._waiters and self._running < self.limit:
            waiter = self._waiters.popleft()
            if not waiter.done():
                self._running += 1
                waiter.set_result(None)
