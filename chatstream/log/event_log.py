"""The event log: one Redis stream for each stream, and one script that appends to it. Nothing else may write what users see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast
from uuid import UUID

from django.conf import settings
from redis.asyncio import Redis

from chatstream.log.connection import SERVER, get_client
from chatstream.log.entries import START, Entry, Position
from chatstream.log.packing import Row, merge, pack, read, read_position, unpack
from chatstream.log.script_batcher import ScriptBatcher
from chatstream.wire.errors import Fenced, LogLost, PositionLost

_APPEND = (Path(__file__).parent / "append.lua").read_text()

ENDED_FENCE = 2**31  # higher than any fence: who has ended is not claimed again

# Deltas are some 120 bytes each, so a full page is about a third of a MiB.
PAGE = 2_500


@dataclass(frozen=True, slots=True)
class Producer:
    """Who appends. The guard keeps one count per `name`; a speaker with a lower fence than the last is refused.

    `name`: the message id for a run, the fact's own key for a fact. `writer`: this very process's claim on it.
    """

    name: str
    writer: str
    fence: int = 0


def committed_event(key: UUID | str) -> Producer:
    """The speaker of one committed fact: saying it again under the same key has no effect."""
    return Producer(name=str(key), writer="fact")


@lru_cache(maxsize=4096)
def _prefix(stream: str) -> str:
    return f"chatstream:{{{stream}}}:"


def final_event(message_id: UUID | str, key: UUID | str) -> Producer:
    """The speaker of the fact that a message has ended: after it no owner of the message is heard in this log, ever."""
    return Producer(name=str(message_id), writer=str(key), fence=ENDED_FENCE)


def stream_key(stream: str) -> str:
    return _prefix(stream) + "log"


def guard_key(stream: str, name: str) -> str:
    return f"{_prefix(stream)}guard:{name}"


def server_key(stream: str) -> str:
    return _prefix(stream) + "server"


def wake_channel(stream: str) -> str:
    return _prefix(stream) + "wake"


class Log:
    """Reads and appends. All answers are exact; what can't be reached raises redis.exceptions.RedisError."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._append = ScriptBatcher(redis, _APPEND)

    async def append(
        self, stream: str, speaker: Producer, first: int, bodies: Sequence[str], known: Position = START
    ) -> Position:
        """Append `bodies`, JSON texts of events or packed deltas, and return the new head.

        `first` is the number of bodies[0] as this speaker counts, from 1: what was already said is skipped. `known` is the
        last position the speaker knew (START: none).

        Raises Fenced if another owner speaks, LogLost if the log is not the one that `known` was in.
        """
        answer, head = await self._call(stream, speaker, first, bodies, known)
        if answer == b"FENCED":
            raise Fenced(speaker.name)
        if answer == b"LOST":
            raise LogLost(stream)
        return read_position(head)

    async def end_stale(self, stream: str) -> None:
        """End a log that was made on another server, which may have known more of it: else nobody might say so ever."""
        await self._call(stream, Producer("nobody", ""), 1, [], START)

    async def delete(self, streams: Collection[str]) -> None:
        """Delete the logs of these streams and all keys that belong to them. Harmless to repeat.

        Do it when their rows are gone: a run that goes on finds its log lost, looks for its row, and ends.
        """
        if not streams:
            return
        one = next(iter(streams)) if len(streams) == 1 else "*"
        wanted = {_prefix(stream).encode() for stream in streams}
        found: list[bytes] = []
        async for key in self.redis.scan_iter(match=f"chatstream:{{{one}}}:*", count=1_000):
            if key[: key.find(b"}:") + 2] in wanted:
                found.append(key)
            if len(found) == 1_000:
                await self.redis.unlink(*found)
                found = []
        if found:
            await self.redis.unlink(*found)

    async def check_writable(self) -> None:
        """Who only reads would never learn that this server has become a replica, which may be cut off from its master.

        The connections to it are dropped then. Raises RedisError.
        """
        await self.redis.set("chatstream:writable", 1, px=60_000)

    async def fence(self, stream: str, name: str) -> int:
        """The highest fence that a speaker of this name has used; ENDED_FENCE after the last word on a message, -1 for none."""
        guard = await self.redis.get(guard_key(stream, name))
        return int(guard.split()[0]) if guard else -1

    async def head(self, stream: str) -> Position:
        """The newest position; START if there is no log."""
        return (await self.heads([stream]))[0]

    async def heads(self, streams: Sequence[str]) -> list[Position]:
        """The newest position of each, in one round trip."""
        return [page[-1].position if page else START for page in await self._pages(streams)]

    async def read_after(self, positions: Sequence[tuple[str, Position]], count: int = PAGE) -> list[list[Entry]]:
        """What came after each position, oldest first, at most `count` each, in one round trip."""
        pipeline = self.redis.pipeline(transaction=False)
        for stream, position in positions:
            pipeline.xrange(stream_key(stream), min=f"({position}", count=count)
        return [list(map(read, rows)) for rows in await pipeline.execute()]

    async def read_missed(self, stream: str, position: Position, count: int = PAGE) -> list[Entry]:
        """What came after `position`, at most `count` events of it, neighbouring deltas merged.

        Raises PositionLost if the log does not know what came right after it.
        """
        reply = await self.redis.xrange(stream_key(stream), min=str(position), count=count + 1)
        rows = cast("list[Row]", reply)
        if position != START:
            if not rows or read_position(rows[0][0]) != position:
                raise PositionLost(str(position))
            rows = rows[1:]
        if rows and not position.precedes(read_position(rows[0][0])):
            raise PositionLost(str(position))
        return list(merge(rows))

    async def read_back(self, stream: str, until: Position, count: int = PAGE) -> list[Entry]:
        """The last `count` events up to and with `until`, oldest first, neighbouring deltas merged."""
        reply = await self.redis.xrevrange(stream_key(stream), max=str(until), count=count)
        return list(merge(reversed(cast("list[Row]", reply))))

    async def _call(
        self, stream: str, speaker: Producer, first: int, bodies: Sequence[str], known: Position
    ) -> tuple[bytes, bytes]:
        answer, head = await self._append.call(
            keys=[stream_key(stream), guard_key(stream, speaker.name), server_key(stream)],
            args=[
                speaker.fence,
                speaker.writer,
                first,
                str(known),
                getattr(settings, "CHATSTREAM_RETENTION_SECONDS", 86_400) * 1000,
                getattr(settings, "CHATSTREAM_RETENTION_EVENTS", 20_000),
                wake_channel(stream),
                SERVER,
                *map(pack, bodies),
            ],
        )
        return answer, head

    async def _pages(self, streams: Sequence[str]) -> list[list[Entry]]:
        pipeline = self.redis.pipeline(transaction=False)
        for stream in streams:
            pipeline.xrevrange(stream_key(stream), count=1)
        return [list(map(read, rows)) for rows in await pipeline.execute()]


def parse_news(wake_up: bytes) -> list[Entry]:
    """The entries that append.lua has put into a wake-up; none if it only says that there is something to read."""
    if not wake_up:
        return []
    first, *bodies = wake_up.decode().split("\n")
    position = read_position(first.encode())
    return [Entry(Position(position.epoch, seq), unpack(body)) for seq, body in enumerate(bodies, start=position.seq)]


def get_log() -> Log:
    """The log as the running event loop reaches it."""
    return _log_of(get_client())


@lru_cache(maxsize=4)
def _log_of(client: Redis) -> Log:
    return Log(client)
