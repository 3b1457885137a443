"""What was sent to a reader and is not acknowledged. The door waits at the limit: the server would buffer without bound."""

import asyncio
from collections import deque

from chatstream.log.entries import Position

WINDOW_BYTES = 256 * 1024
ACK_SECONDS = 30.0


class Window:
    """Counts bytes per position; `await wait_until_open()` before the next frame."""

    def __init__(self) -> None:
        self._newest: Position | None = None
        self._sent: deque[tuple[Position, int]] = deque()
        self._unacknowledged = 0
        self._open = asyncio.Event()
        self._open.set()

    def add(self, position: Position, size: int) -> None:
        """A frame of `size` bytes went out; `position` is what its receiver will acknowledge."""
        if self._sent and position < self._sent[-1][0]:  # a snapshot after the log was lost replaces all before
            self._sent = deque([(position, self._unacknowledged)])
        self._newest = position
        self._sent.append((position, size))
        self._unacknowledged += size
        if self._unacknowledged >= WINDOW_BYTES:
            self._open.clear()

    def progress(self) -> tuple[Position | None, int]:
        """The newest position that was sent, and how many bytes are not acknowledged."""
        return self._newest, self._unacknowledged

    def acknowledge(self, position: Position) -> None:
        """The receiver has applied everything up to `position`. One that was never sent changes nothing."""
        if self._sent and position > self._sent[-1][0]:
            return
        while self._sent and self._sent[0][0] <= position:
            self._unacknowledged -= self._sent.popleft()[1]
        if self._unacknowledged < WINDOW_BYTES:
            self._open.set()

    async def wait_until_open(self) -> None:
        """Wait for room. Raises TimeoutError after ACK_SECONDS without an acknowledgement that makes any."""
        if not self._open.is_set():
            async with asyncio.timeout(ACK_SECONDS):
                await self._open.wait()
