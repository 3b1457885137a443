"""The event log: one Redis stream for each stream, and append.lua, the only way to write what users see."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from uuid import UUID

from redis.asyncio import Redis

from chatstream.conf import setting
from chatstream.log.cluster.client import ClusterClient
from chatstream.log.connection import clients, get_client
from chatstream.log.entries import START, Entry, Position
from chatstream.log.memory import Memory, MemoryGauge
from chatstream.log.packing import Row, merge, pack, read, read_position, unpack
from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script
from chatstream.loop_local import LoopLocal
from chatstream.wire.errors import Fenced, LogLost, PositionLost

_APPEND, _HEADS = (Script((Path(__file__).parent / f"{name}.lua").read_text()) for name in ("append", "heads"))

ENDED_FENCE = 2**31  # higher than any claim's: a message that has ended is not claimed again

PAGE = 2_500  # events: deltas are some 120 bytes each, so a full page is about a third of a MiB

_KEYS_AT_ONCE = 1_000  # that are scanned, deleted, or read


@dataclass(frozen=True, slots=True)
class Producer:
    """Who appends. The log keeps one state for each `id` (append.lua has a picture of it).

    `id`: the message's for a run, the event's own key for a committed event. `instance`: the one process or claim that
    numbers these bodies. `fence`: an instance with a lower one than the last is refused.
    """

    id: str
    instance: str
    fence: int = 0


def committed_event(key: UUID | str) -> Producer:
    """The producer of one committed event: to append it again under the same key has no effect."""
    return Producer(id=str(key), instance="fact")


def final_event(message_id: UUID | str, key: UUID | str) -> Producer:
    """The producer of a message's final event: later appends by any owner of that message are refused."""
    return Producer(id=str(message_id), instance=str(key), fence=ENDED_FENCE)


def _prefix(stream: str) -> str:
    return f"chatstream:{{{stream}}}:"


def stream_key(stream: str) -> str:
    return _prefix(stream) + "log"


def producer_key(stream: str, producer_id: str) -> str:
    return f"{_prefix(stream)}guard:{producer_id}"


def server_key(stream: str) -> str:
    return _prefix(stream) + "server"


def wake_channel(stream: str) -> str:
    return _prefix(stream) + "wake"


class Log:
    """Reads and appends. Every method raises redis.exceptions.RedisError where Redis cannot be reached."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._gauges: dict[Redis, MemoryGauge] = {}

    async def append(
        self, stream: str, producer: Producer, first: int, bodies: Sequence[str], known: Position = START
    ) -> Position:
        """Append `bodies`, JSON texts of events or packed deltas, and return the new head.

        `first` is the number of bodies[0] as this producer counts, from 1: what it has appended before is skipped. `known`
        is the last position that the producer knows (START: none).

        Raises Fenced if another owner appends by now, LogLost if the log is not the one that `known` was in.
        """
        answer, head = await self._call_script(stream, producer, first, bodies, known)
        if answer == b"FENCED":
            raise Fenced(producer.id)
        if answer == b"LOST":
            raise LogLost(stream)
        return read_position(head)

    async def end_stale(self, stream: str) -> Position:
        """Delete a log that was made on another server, which may have known more of it: otherwise readers might never learn.

        Returns the newest position of the log that is there now; START if there is none.
        """
        _, head = await self._call_script(stream, Producer("nobody", ""), 1, [], START)
        return read_position(head)

    async def end_stale_logs(self, streams: Collection[str]) -> None:
        """`end_stale` of each."""
        for stream in streams:
            await self.end_stale(stream)

    def read_memory(self, stream: str) -> Awaitable[Memory]:
        """That of the server which has this stream, at most a second old."""
        return self._read_gauge(self.redis)

    def _read_gauge(self, server: Redis) -> Awaitable[Memory]:
        if server not in self._gauges:
            self._gauges[server] = MemoryGauge(server)
        return self._gauges[server].read()

    async def delete(self, streams: Collection[str]) -> None:
        """Delete the logs of these streams and all keys that belong to them. Harmless to repeat.

        Delete their rows first: a run that goes on finds its log lost, looks for its row, and ends.
        """
        if not streams:
            return
        name = next(iter(streams)) if len(streams) == 1 else "*"
        prefixes = {_prefix(stream).encode() for stream in streams}
        keys: list[bytes] = []
        for server in await self._servers():
            async for key in server.scan_iter(match=f"chatstream:{{{name}}}:*", count=_KEYS_AT_ONCE):
                if key[: key.find(b"}:") + 2] in prefixes:
                    keys.append(key)
                if len(keys) == _KEYS_AT_ONCE:
                    await self._unlink(keys)
                    keys = []
        if keys:
            await self._unlink(keys)

    async def _servers(self) -> list[Redis]:
        """Those that have keys."""
        return [self.redis]

    async def _unlink(self, keys: Sequence[bytes]) -> None:
        await self.redis.unlink(*keys)

    async def check_writable(self) -> None:
        """Raise RedisError if this server has become a replica, which a process that only reads would never learn.

        Its connections are closed then (`failover.py`), and the next ones lead to the master. A server whose memory is full
        carries this write out, too.
        """
        await self.redis.unlink("chatstream:writable")

    async def read_fence(self, stream: str, producer_id: str) -> int:
        """The highest fence that has appended under this id: ENDED_FENCE after a message's final event, -1 for none."""
        state = await self.redis.get(producer_key(stream, producer_id))
        return int(state.split()[0]) if state else -1

    async def head(self, stream: str) -> Position:
        """The newest position; START if there is no log."""
        return read_position((await self._heads([stream]))[0])

    async def find_moved(self, positions: Mapping[str, Position]) -> dict[str, Position]:
        """The newest position of each log that is not at its position in `positions`; START for a log that is gone.

        They are compared as texts: to read each, every two seconds, would cost twice as much.
        """
        heads = await self._heads(list(positions))
        return {
            stream: read_position(head)
            for (stream, position), head in zip(positions.items(), heads, strict=True)
            if head != b"%d-%d" % position
        }

    async def _heads(self, streams: Sequence[str]) -> list[bytes]:
        found: list[bytes] = []
        for start in range(0, len(streams), _KEYS_AT_ONCE):
            keys = [stream_key(stream) for stream in streams[start : start + _KEYS_AT_ONCE]]
            found += await call_script(_HEADS, keys, [])
        return found

    async def read_after(self, positions: Sequence[tuple[str, Position]], count: int = PAGE) -> list[list[Entry]]:
        """The entries after each position, oldest first, at most `count` each, in one round trip."""
        pipeline = self.redis.pipeline(transaction=False)
        for stream, position in positions:
            pipeline.xrange(stream_key(stream), min=f"({position}", count=count)
        return [list(map(read, rows)) for rows in await pipeline.execute()]

    async def read_missed(self, stream: str, position: Position, count: int = PAGE) -> list[Entry]:
        """The first `count` events after `position` at most, oldest first, neighbouring deltas merged.

        Raises PositionLost if the log does not have the event right after it.
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

    def wake_channel(self, stream: str) -> str:
        """Where an append to this stream publishes its wake-up."""
        return wake_channel(stream)

    async def _call_script(
        self, stream: str, producer: Producer, first: int, bodies: Sequence[str], known: Position
    ) -> tuple[bytes, bytes]:
        answer, head = await call_script(
            _APPEND,
            keys=[stream_key(stream), producer_key(stream, producer.id), server_key(stream)],
            args=[
                producer.fence,
                producer.instance,
                first,
                str(known),
                setting("RETENTION_SECONDS") * 1000,
                setting("RETENTION_EVENTS"),
                self.wake_channel(stream),
                *map(pack, bodies),
            ],
        )
        return answer, head


def parse_wake_up(message: bytes) -> list[Entry]:
    """The new entries that append.lua has put into a wake-up; none where it only says that there are some to read."""
    if not message:
        return []
    first, *bodies = message.decode().split("\n")
    position = read_position(first.encode())
    return [Entry(Position(position.epoch, seq), unpack(body)) for seq, body in enumerate(bodies, start=position.seq)]


def _make_log() -> Log:
    from chatstream.log.cluster.log import ClusterLog  # which is a Log

    client = get_client()
    return ClusterLog(client) if isinstance(client, ClusterClient) else Log(client)


logs = LoopLocal(_make_log, within=clients)


def get_log() -> Log:
    """The log over the running loop's client."""
    return logs.get()
