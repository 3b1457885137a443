"""How many answers one address gives at once. A small server with one slot drowns in six scenes side by side."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ConcurrencyLimit:
    """First come, first served. `limit`: answers at once from this process. Waiting here is no silence of the provider."""

    def __init__(self, limit: int) -> None:
        self._maximum = limit
        self.limit = limit
        self._running = 0
        self._queue: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        await self._acquire()
        try:
            yield
        finally:
            self._running -= 1
            self._wake_waiters()

    def decrease(self) -> None:
        """The address said that it is busy."""
        self.limit = max(1, min(self.limit, self._running) // 2)

    def increase(self) -> None:
        """An answer came to its end: one more may be tried."""
        if self.limit < self._maximum:
            self.limit += 1
            self._wake_waiters()

    async def _acquire(self) -> None:
        if self._running < self.limit and not self._queue:
            self._running += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # admitted and cancelled at once
                self._running -= 1
                self._wake_waiters()
            elif turn in self._queue:
                self._queue.remove(turn)
            raise

    def _wake_waiters(self) -> None:
        while self._queue and self._running < self.limit:
            turn = self._queue.popleft()
            if not turn.done():
                self._running += 1
                turn.set_result(None)
