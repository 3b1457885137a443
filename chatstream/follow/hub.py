"""One hub per process: it hears what is appended, reads what it has missed, and hands each entry to every reader."""

import asyncio
import logging
from contextlib import suppress
from functools import lru_cache
from typing import Protocol

from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from chatstream.cancellation import cancel_and_wait, run_to_completion
from chatstream.log.connection import outage
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import Log, get_log, parse_news, wake_channel

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0  # wake-ups may be lost; this bounds how late that makes anyone
_RETRY_SECONDS = 0.5


class Reader(Protocol):
    """Who follows a stream. Both methods return at once: a slow reader is never waited for."""

    def offer(self, entry: Entry) -> None: ...

    def lose(self) -> None: ...


class _Feed:
    """What the hub knows of one stream: the last position it handed out, and to whom."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.readers: set[Reader] = set()


class Hub:
    """Runs while anyone reads, and ends its tasks when the last reader leaves."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._feeds: dict[str, _Feed] = {}
        self._marked: set[str] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._pubsub: PubSub | None = None
        self._changing = asyncio.Lock()
        self._in_doubt = False

    async def join(self, stream: str, reader: Reader) -> None:
        """From now on `reader` is offered every entry of the stream. Raises RedisError if the log can't be reached."""
        async with self._changing:
            if not self._tasks:
                await self._start()
            feed = self._feeds.get(stream) or await self._open(stream)
            feed.readers.add(reader)

    def doubt(self) -> None:
        """The connection was lost, so the server may be another one now: its logs are looked at before they are read on."""
        self._in_doubt = True

    async def _open(self, stream: str) -> _Feed:
        """What was begun for a reader that is cut off, or finds no log, ends with it."""
        assert self._pubsub is not None
        try:
            await self._pubsub.subscribe(wake_channel(stream))
            feed = self._feeds[stream] = _Feed(await self._log.head(stream))
        except BaseException:
            await run_to_completion(self._close(stream))
            raise
        return feed

    async def leave(self, stream: str, reader: Reader) -> None:
        """Done even if the reader, in a hurry to end, is told so again."""
        await run_to_completion(self._leave(stream, reader))

    async def _leave(self, stream: str, reader: Reader) -> None:
        async with self._changing:
            feed = self._feeds.get(stream)
            if feed is None:
                return
            feed.readers.discard(reader)
            if feed.readers:
                return
            del self._feeds[stream]
            await self._close(stream)

    async def _close(self, stream: str) -> None:
        if not self._feeds:
            await self._stop()
        elif self._pubsub is not None:
            await _quietly_unsubscribe(self._pubsub, wake_channel(stream))

    def position(self, stream: str) -> Position | None:
        """The newest position of a followed stream that is known here: at most POLL_SECONDS old."""
        feed = self._feeds.get(stream)
        return feed.position if feed else None

    async def _start(self) -> None:
        self._pubsub = self._log.redis.pubsub()
        try:
            await self._pubsub.subscribe("chatstream:hub")  # a subscription of its own keeps the connection open
        except BaseException:
            await run_to_completion(self._stop())
            raise
        self._tasks = [
            asyncio.create_task(self._listen(self._pubsub), name="chatstream hub: wake-ups"),
            asyncio.create_task(self._read(), name="chatstream hub: reads"),
            asyncio.create_task(self._poll(), name="chatstream hub: polls"),
        ]

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, []
        await cancel_and_wait(*tasks)
        pubsub, self._pubsub = self._pubsub, None
        if pubsub is not None:
            with suppress(RedisError, OSError, AttributeError):  # what is closed was broken already
                await pubsub.aclose()  # type: ignore[no-untyped-call]

    async def _listen(self, pubsub: PubSub) -> None:
        while True:
            try:
                kind, channel, said = await pubsub.parse_response()
                if kind != b"message":
                    await pubsub.handle_message([kind, channel, said])  # type: ignore[no-untyped-call] # its book of subscriptions
                    continue
            except (RedisError, OSError, AttributeError):
                # AttributeError is redis-py's, when a subscriber closes the connection under its feet
                self.doubt()
                await asyncio.sleep(_RETRY_SECONDS)  # redis-py connects and subscribes again by itself
                continue
            self._hear(_stream_of(channel), said)

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            asked = [(stream, feed.position) for stream, feed in self._feeds.items()]
            try:
                await self._log.check_writable()
                await self._end_stale([stream for stream, _ in asked])
                heads = await self._log.heads([stream for stream, _ in asked])
            except (RedisError, OSError) as problem:
                outage.failed(problem)
                continue
            outage.recovered()
            for (stream, position), head in zip(asked, heads, strict=True):
                feed = self._feeds.get(stream)
                if feed is None:
                    continue
                if head < position:  # not than where it is by now: news may have come meanwhile
                    self._lose(feed, head)
                elif head != feed.position:
                    self._mark(stream)

    async def _end_stale(self, streams: list[str]) -> None:
        if not self._in_doubt:
            return
        self._in_doubt = False
        try:
            for stream in streams:
                await self._log.end_stale(stream)
        except (RedisError, OSError):
            self.doubt()
            raise

    def _hear(self, stream: str, wake_up: bytes) -> None:
        """News that go on where this hub stands are handed out as they came; anything else is a reason to read."""
        feed, news = self._feeds.get(stream), parse_news(wake_up)
        if feed is not None and news and feed.position.precedes(news[0].position):
            self._hand_out(feed, news)
        else:
            self._mark(stream)

    def _mark(self, stream: str) -> None:
        if stream in self._feeds:
            self._marked.add(stream)
            self._wake.set()

    async def _read(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            marked, self._marked = self._marked, set()
            try:
                await self._read_round([(key, self._feeds[key].position) for key in marked if key in self._feeds])
            except (RedisError, OSError):
                await asyncio.sleep(_RETRY_SECONDS)
                self._marked |= marked
                self._wake.set()

    async def _read_round(self, positions: list[tuple[str, Position]]) -> None:
        for (stream, _), entries in zip(positions, await self._log.read_after(positions, count=500), strict=True):
            feed = self._feeds.get(stream)
            if feed is None or not entries:
                continue
            self._hand_out(feed, entries)
            if len(entries) == 500:
                self._mark(stream)

    def _hand_out(self, feed: _Feed, entries: list[Entry]) -> None:
        for entry in entries:
            if entry.position <= feed.position:
                continue
            if not feed.position.precedes(entry.position):
                self._lose(feed, entries[-1].position)
                return
            feed.position = entry.position
            for reader in tuple(feed.readers):
                reader.offer(entry)

    def _lose(self, feed: _Feed, head: Position) -> None:
        """The log is another one now, or was trimmed past us: each reader must find its own way back."""
        feed.position = head
        for reader in tuple(feed.readers):
            reader.lose()


@lru_cache(maxsize=4096)
def _stream_of(channel: bytes) -> str:
    return channel.decode().split("{")[1].split("}")[0]


async def _quietly_unsubscribe(pubsub: PubSub, channel: str) -> None:
    try:
        await pubsub.unsubscribe(channel)
    except (RedisError, OSError):
        logger.info("Could not unsubscribe from %s: the connection is gone, and the subscription with it.", channel)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def get_hub() -> Hub:
    """The hub of the running event loop: a server process has one."""
    loop = asyncio.get_running_loop()
    for other in [known for known in _hubs if known.is_closed()]:
        del _hubs[other]
    if loop not in _hubs:
        _hubs[loop] = Hub(get_log())
    return _hubs[loop]
