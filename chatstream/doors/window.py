"""What was sent to a reader and is not acknowledged. The door waits at the limit: the server would buffer without bound."""

import asyncio
from itertools import takewhile

from chatstream.log.entries import Position

WINDOW_BYTES = 256 * 1024
ACK_SECONDS = 30.0


class Window:
    """Counts bytes per position; `await wait_until_open()` before the next frame."""

    def __init__(self) -> None:
        self._newest: Position | None = None
        self._sent: list[tuple[Position, int]] = []
        self._unacknowledged = 0
        self._opening: asyncio.Future[None] | None = None  # while someone waits

    def add(self, position: Position, size: int) -> None:
        """A frame of `size` bytes went out; `position` is what its receiver will acknowledge."""
        if self._sent and position < self._sent[-1][0]:  # a snapshot after the log was lost replaces all before
            self._sent = [(position, self._unacknowledged)]
        self._newest = position
        self._sent.append((position, size))
        self._unacknowledged += size

    def progress(self) -> tuple[Position | None, int]:
        """The newest position that was sent, and how many bytes are not acknowledged."""
        return self._newest, self._unacknowledged

    def acknowledge(self, position: Position) -> None:
        """The receiver has applied everything up to `position`. One that was never sent changes nothing."""
        if self._sent and position > self._sent[-1][0]:
            return
        applied = list(takewhile(lambda sent: sent[0] <= position, self._sent))
        del self._sent[: len(applied)]
        self._unacknowledged -= sum(size for _, size in applied)
        if self._opening is not None and not self._opening.done() and self._is_open:
            self._opening.set_result(None)

    async def wait_until_open(self) -> None:
        """Wait for room. Raises TimeoutError after ACK_SECONDS without an acknowledgement that makes any."""
        if not self._is_open:
            async with asyncio.timeout(ACK_SECONDS):
                self._opening = asyncio.get_running_loop().create_future()
                await self._opening

    @property
    def _is_open(self) -> bool:
        return self._unacknowledged < WINDOW_BYTES
