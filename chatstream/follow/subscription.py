"""One reader of one stream: what comes after its position, in order, each entry once, however often it lags."""

import asyncio
from collections import deque
from types import TracebackType
from typing import Self

from chatstream.follow.hub import Hub
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import Log

# The hub knows of more than was read just now, or remembers a log that is lost, until it polls: no reason to spin.
_AGAIN_SECONDS = 0.02

QUEUE_CHARS = 256 * 1024  # a reader that is further behind is cheaper to serve from the log, with merged deltas


class Subscription:
    """`async with Subscription(…) as s`, then `await s.next()` again and again.

    It is either *live* (the hub's entries queue up here) or *behind* (it reads the log itself until it has caught up).
    """

    def __init__(self, hub: Hub, log: Log, stream: str, position: Position) -> None:
        self._hub = hub
        self._log = log
        self._stream = stream
        self.position = position
        self._queued = position  # the last entry in the queue
        self._queue: deque[Entry] = deque()
        self._queue_chars = 0
        self._live = False
        self._news = asyncio.Event()
        self._nudged = False

    async def __aenter__(self) -> Self:
        await self._hub.join(self._stream, self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hub.leave(self._stream, self)

    @property
    def caught_up(self) -> bool:
        return self._live and not self._queue

    def offer(self, entry: Entry) -> None:
        if self._live and entry.position > self._queued:
            if self._queued.precedes(entry.position) and self._queue_chars < QUEUE_CHARS:
                self._queue.append(entry)
                self._queue_chars += len(entry.body)
                self._queued = entry.position
            else:
                self._fall_behind()
        self._news.set()

    def lose(self) -> None:
        self._fall_behind()
        self._news.set()

    async def catch_up(self) -> list[Entry]:
        """The next page of missed entries, deltas merged; empty when there is nothing more and the reader is live.

        Raises PositionLost if the log no longer has this position.
        """
        while not self._live:
            missed = await self._log.read_missed(self._stream, self.position)
            if missed:
                self.position = missed[-1].position
                self._go_live()  # no further read, if this was all that the hub knows of
                return missed
            self._go_live()
            if not self._live:
                await asyncio.sleep(_AGAIN_SECONDS)
        return []

    def nudge(self) -> None:
        """Have `next` return with nothing: cheaper, at many frames a second, than a timeout around each wait."""
        self._nudged = True
        self._news.set()

    async def next(self) -> list[Entry]:
        """Wait for what comes next: at least one entry, or none after a `nudge`. Raises PositionLost. Safe to cancel."""
        while True:
            if self._nudged:
                self._nudged = False
                return []
            if self._queue:
                return self._drain()
            if not self._live:
                entries = await self.catch_up()
                if entries:
                    return entries
                continue
            self._news.clear()
            await self._news.wait()

    def _drain(self) -> list[Entry]:
        entries = list(self._queue)
        self._queue.clear()
        self._queue_chars = 0
        self.position = entries[-1].position
        return entries

    def _go_live(self) -> None:
        """No await between the hub's word and ours, so nothing can slip between them."""
        newest = self._hub.position(self._stream)
        self._queued = self.position
        self._live = newest is not None and newest <= self.position

    def _fall_behind(self) -> None:
        self._queue.clear()
        self._queue_chars = 0
        self._live = False
