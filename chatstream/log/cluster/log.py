"""The log on a cluster: what is asked of many streams goes to each stream's node, and a node that is lost hides no other."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chatstream.cancellation import cancel_and_wait
from chatstream.log.cluster.client import ClusterClient
from chatstream.log.connection import outage
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import PAGE, Log, stream_key
from chatstream.log.memory import Memory
from chatstream.log.packing import Row, read

T = TypeVar("T")

ANSWER_SECONDS = 2.0


class ClusterLog(Log):
    redis: ClusterClient

    async def find_moved(self, positions: Mapping[str, Position]) -> dict[str, Position]:
        """Of the streams whose nodes answer. A log that was made on another node is deleted: nobody has to notice a failover."""
        heads = await self._ask_each(list(positions), self.end_stale)
        return {stream: head for stream, head in heads.items() if head != positions[stream]}

    async def read_after(self, positions: Sequence[tuple[str, Position]], count: int = PAGE) -> list[list[Entry]]:
        """Nothing of a stream whose node does not answer: the next `find_moved` finds that there is more."""
        after = dict(positions)

        async def read_page(stream: str) -> list[Entry]:
            rows = await self.redis.xrange(stream_key(stream), min=f"({after[stream]}", count=count)
            return list(map(read, cast("list[Row]", rows)))

        pages = await self._ask_each(list(after), read_page)
        return [pages.get(stream, []) for stream, _ in positions]

    async def end_stale_logs(self, streams: Collection[str]) -> None:
        """Nothing: `find_moved` does it with each poll."""

    async def check_writable(self) -> None:
        """Nothing: a node that has become a replica names the new master to whoever asks it."""

    def read_memory(self, stream: str) -> Awaitable[Memory]:
        return self.redis.at_node_of(stream_key(stream), self._read_gauge)

    async def _servers(self) -> list[Redis]:
        return await self.redis.masters()

    async def _unlink(self, keys: Sequence[bytes]) -> None:
        await asyncio.gather(*[self.redis.unlink(key) for key in keys])

    async def _ask_each(self, streams: Sequence[str], ask: Callable[[str], Awaitable[T]]) -> dict[str, T]:
        """The answers that come within ANSWER_SECONDS."""
        asked = {stream: asyncio.ensure_future(ask(stream)) for stream in streams}
        if not asked:
            return {}
        try:
            await asyncio.wait(asked.values(), timeout=ANSWER_SECONDS)
        finally:
            await cancel_and_wait(*asked.values())
        return {stream: answer.result() for stream, answer in asked.items() if _has_answer(answer)}


def _has_answer(answer: "asyncio.Future[T]") -> bool:
    if answer.cancelled():
        return False
    problem = answer.exception()
    if isinstance(problem, (RedisError, OSError)):
        outage.record_failure(problem)
        return False
    return True
