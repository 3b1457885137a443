"""One hub per process: it receives each new entry of the followed streams once, and offers it to every reader."""

import asyncio
from typing import Protocol

from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.cancellation import cancel_and_wait, run_to_completion
from chatstream.follow.wake_ups import WakeUps
from chatstream.log.connection import outage
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import Log, get_log, logs, parse_wake_up
from chatstream.loop_local import LoopLocal

POLL_SECONDS = 2.0  # a wake-up may be lost; this bounds how late that makes a reader
_READ_ENTRIES = 500


class Reader(Protocol):
    """Who follows a stream. Both methods return at once: the hub never waits for a slow reader."""

    def offer(self, entry: Entry) -> None:
        """The next entry that the hub has."""

    def fall_behind(self) -> None:
        """Entries were missed, or the log is another one: the reader goes on by reading the log itself."""


class _Stream:
    """What the hub knows of one followed stream. `position`: of the last entry that it has offered."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.readers: set[Reader] = set()


class Hub:
    """Three tasks, from the first reader to the last: they receive wake-ups, read what a wake-up did not carry, and poll.

    A wake-up whose entries come right after `position` is offered as it is. Any other one has the stream read from
    `position` on, all such streams in one round trip.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._streams: dict[str, _Stream] = {}
        self._to_read: set[str] = set()
        self._has_to_read = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._wake_ups: WakeUps | None = None
        self._joining = asyncio.Lock()  # and leaving
        self._server_may_differ = False

    async def join(self, stream: str, reader: Reader) -> None:
        """From now on, offer `reader` every entry of the stream. Raises RedisError if the log cannot be reached."""
        async with self._joining:
            if self._wake_ups is None:
                await self._start()
            followed = self._streams.get(stream) or await self._follow(stream)
            followed.readers.add(reader)

    async def leave(self, stream: str, reader: Reader) -> None:
        """Completes even if the caller is cancelled again."""
        await run_to_completion(self._leave(stream, reader))

    def position(self, stream: str) -> Position | None:
        """The newest position of a followed stream that is known here, at most POLL_SECONDS old. None: not followed."""
        followed = self._streams.get(stream)
        return followed.position if followed else None

    def recheck_server(self) -> None:
        """The connection was lost, so the server may be another one: the next poll deletes logs made on the old one."""
        self._server_may_differ = True

    # --- readers come and go

    async def _follow(self, stream: str) -> _Stream:
        """A log that was made on another server is deleted first. If this fails or is cancelled, the subscription is undone."""
        assert self._wake_ups is not None
        try:
            await self._wake_ups.subscribe(stream)
            followed = self._streams[stream] = _Stream(await self._log.end_stale(stream))
        except BaseException:
            await run_to_completion(self._unfollow(stream))
            raise
        return followed

    async def _leave(self, stream: str, reader: Reader) -> None:
        async with self._joining:
            followed = self._streams.get(stream)
            if followed is None:
                return
            followed.readers.discard(reader)
            if followed.readers:
                return
            del self._streams[stream]
            await self._unfollow(stream)

    async def _unfollow(self, stream: str) -> None:
        if not self._streams:
            await self._stop()
        elif self._wake_ups is not None:
            await self._wake_ups.unsubscribe(stream)

    async def _start(self) -> None:
        self._wake_ups = WakeUps(self._log.redis)
        try:
            await self._wake_ups.open()
        except BaseException:
            await run_to_completion(self._stop())
            raise
        listening = self._wake_ups.listen(self._receive, self.recheck_server)
        self._tasks = [
            asyncio.create_task(listening, name="chatstream hub: wake-ups"),
            asyncio.create_task(self._read(), name="chatstream hub: reads"),
            asyncio.create_task(self._poll(), name="chatstream hub: polls"),
        ]

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        await cancel_and_wait(*tasks)
        wake_ups, self._wake_ups = self._wake_ups, None
        if wake_ups is not None:
            await wake_ups.close()

    # --- entries come in

    def _receive(self, stream: str, message: bytes) -> None:
        followed, entries = self._streams.get(stream), parse_wake_up(message)
        if followed is not None and entries and followed.position.precedes(entries[0].position):
            self._offer(followed, entries)
        else:
            self._read_soon(stream)

    def _read_soon(self, stream: str) -> None:
        if stream in self._streams:
            self._to_read.add(stream)
            self._has_to_read.set()

    async def _read(self) -> None:
        failures = 0
        while True:
            await self._has_to_read.wait()
            self._has_to_read.clear()
            streams, self._to_read = self._to_read, set()
            try:
                await self._read_once(
                    [(each, self._streams[each].position) for each in streams if each in self._streams]
                )
            except (RedisError, OSError):
                await pause(failures)
                failures += 1
                self._to_read |= streams
                self._has_to_read.set()
            else:
                failures = 0

    async def _read_once(self, positions: list[tuple[str, Position]]) -> None:
        pages = await self._log.read_after(positions, count=_READ_ENTRIES)
        for (stream, _), entries in zip(positions, pages, strict=True):
            followed = self._streams.get(stream)
            if followed is None or not entries:
                continue
            self._offer(followed, entries)
            if len(entries) == _READ_ENTRIES:
                self._read_soon(stream)

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            positions = {stream: followed.position for stream, followed in self._streams.items()}
            try:
                await self._log.check_writable()
                await self._end_stale_logs(list(positions))
                moved = await self._log.find_moved(positions)
            except (RedisError, OSError) as problem:
                outage.record_failure(problem)
                continue
            outage.record_success()
            for stream, head in moved.items():
                self._compare(stream, positions[stream], head)

    def _compare(self, stream: str, position: Position, head: Position) -> None:
        """`position`: where the hub was before it asked for `head`. Entries may have come meanwhile."""
        followed = self._streams.get(stream)
        if followed is None:
            return
        if head < position:
            self._lose_place(followed, head)
        elif head != followed.position:
            self._read_soon(stream)

    async def _end_stale_logs(self, streams: list[str]) -> None:
        if not self._server_may_differ:
            return
        self._server_may_differ = False
        try:
            await self._log.end_stale_logs(streams)
        except (RedisError, OSError):
            self.recheck_server()
            raise

    # --- entries go out

    def _offer(self, followed: _Stream, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.position <= followed.position:
                continue
            if not followed.position.precedes(entry.position):
                self._lose_place(followed, entries[-1].position)
                return
            followed.position = entry.position
            for reader in tuple(followed.readers):
                reader.offer(entry)

    def _lose_place(self, followed: _Stream, head: Position) -> None:
        """The log is another one, or was trimmed beyond our position."""
        followed.position = head
        for reader in tuple(followed.readers):
            reader.fall_behind()


_hubs = LoopLocal(lambda: Hub(get_log()), within=logs)


def get_hub() -> Hub:
    """The hub of the running event loop: a server process has one."""
    return _hubs.get()
