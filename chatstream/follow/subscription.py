"""One reader of one stream: the entries after its position, in order, each once, however often it falls behind."""

import asyncio
from types import TracebackType
from typing import Self

from chatstream.follow.hub import Hub
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import Log

QUEUE_CHARS = 256 * 1024  # a reader that is further behind is cheaper to serve from the log, with merged deltas

# Until it polls, the hub may know of entries that were not there to be read just now, or of a log that is lost.
_RETRY_SECONDS = 0.02


class Subscription:
    """`async with Subscription(…) as subscription`, then `await subscription.next()` again and again.

    It is either *live* (the hub's entries queue up here) or *behind* (it reads pages of the log). `position` is that of the
    last entry that it has returned.

        behind ── has read up to the hub's position ──> live
        live   ── a hole, a full queue, or the hub has lost its place ──> behind
    """

    def __init__(self, hub: Hub, log: Log, stream: str, position: Position) -> None:
        self._hub = hub
        self._log = log
        self._stream = stream
        self.position = position
        self._queue: list[Entry] = []
        self._queue_end = position  # of its last entry
        self._queue_chars = 0
        self._is_live = False
        self._change: asyncio.Future[None] | None = None  # while `next` waits for one; an Event would be 700 bytes more
        self._nudged = False

    async def __aenter__(self) -> Self:
        await self._hub.join(self._stream, self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hub.leave(self._stream, self)

    @property
    def head(self) -> Position:
        """The newest position of the stream that is known here."""
        return max(self._hub.position(self._stream) or START, self.position)

    def offer(self, entry: Entry) -> None:
        if self._is_live and entry.position > self._queue_end:
            if self._queue_end.precedes(entry.position) and self._queue_chars < QUEUE_CHARS:
                self._queue.append(entry)
                self._queue_chars += len(entry.body)
                self._queue_end = entry.position
            else:
                self._go_behind()
        self._wake()

    def fall_behind(self) -> None:
        self._go_behind()
        self._wake()

    async def catch_up(self) -> list[Entry]:
        """The next page of missed entries, deltas merged; empty once the reader is live.

        Raises PositionLost if the log does not have this position any more, RedisError.
        """
        while not self._is_live:
            missed = await self._log.read_missed(self._stream, self.position)
            if missed:
                self.position = missed[-1].position
                self._go_live()  # without a further read, if the hub knows of no more
                return missed
            self._go_live()
            if not self._is_live:
                await asyncio.sleep(_RETRY_SECONDS)
        return []

    def nudge(self) -> None:
        """Let `next` return an empty list: at many frames a second cheaper than a timeout around each wait."""
        self._nudged = True
        self._wake()

    async def next(self) -> list[Entry]:
        """Wait for the next entries: at least one, or none after `nudge`. Safe to cancel. Raises as `catch_up` does."""
        while True:
            if self._nudged:
                self._nudged = False
                return []
            if self._queue:
                return self._take_queue()
            if not self._is_live:
                entries = await self.catch_up()
                if entries:
                    return entries
                continue
            self._change = asyncio.get_running_loop().create_future()
            await self._change

    def _wake(self) -> None:
        if self._change is not None and not self._change.done():
            self._change.set_result(None)

    def _take_queue(self) -> list[Entry]:
        entries, self._queue = self._queue, []
        self._queue_chars = 0
        self.position = entries[-1].position
        return entries

    def _go_live(self) -> None:
        """If this is the hub's position too. No await stands between the two, so no entry can come between them."""
        newest = self._hub.position(self._stream)
        self._queue_end = self.position
        self._is_live = newest is not None and newest <= self.position

    def _go_behind(self) -> None:
        """The entries of the queue will be read from the log again."""
        self._queue = []
        self._queue_chars = 0
        self._is_live = False
