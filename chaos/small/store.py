"""The connection to one project's log. Steps make it lose requests, answers, wake-ups or the whole log."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as ConnectionLost

from chaos.history import History
from chaos.small.owner import alive
from chatstream.follow.hub import get_hub
from chatstream.log.connection import get_client
from chatstream.log.entries import Position
from chatstream.log.event_log import Producer, producer_key, server_key, stream_key

A = TypeVar("A")

_EXPIRY_MS = 60_000


class Store:
    """How many of the next operations fail, and how."""

    def __init__(self, stream: str, history: History) -> None:
        self.stream = stream
        self.history = history
        self.lose_requests = 0
        self.lose_answers = 0
        self.away = 0
        self.drop_wakeups = 0
        self._producers: set[str] = set()
        self._remembered: dict[str, bytes] | None = None

    def mend(self) -> None:
        self.lose_requests = self.lose_answers = self.away = self.drop_wakeups = 0

    async def read(self, ask: Callable[[], Awaitable[A]]) -> A:
        await alive()
        if self.away:
            self.away -= 1
            raise ConnectionLost("away")
        answer = await ask()
        await alive()
        return answer

    async def append(
        self, ask: Callable[[], Awaitable[Position]], producer: Producer, first: int, bodies: Sequence[str]
    ) -> Position:
        self._producers.add(producer.id)
        if self.lose_requests:
            self.lose_requests -= 1
            raise ConnectionLost("the request was lost")
        head = await self.read(ask)
        if producer.fence:
            fields = {"message": producer.id, "writer": producer.instance, "fence": producer.fence}
            self.history.write("log", "append", **fields, first=first, count=len(bodies), head=str(head))
        if self.lose_answers:
            self.lose_answers -= 1
            raise ConnectionLost("the answer was lost")
        return head

    def wakes(self) -> bool:
        if self.drop_wakeups:
            self.drop_wakeups -= 1
            return False
        return True

    async def lose_log(self) -> None:
        """Delete the log and its copy: emptying a server empties its replicas, too."""
        self._remembered = None
        await _client().delete(*self._keys())

    async def remember(self) -> None:
        dumps = {key: await _client().dump(key) for key in self._keys()}
        self._remembered = {key: dump for key, dump in dumps.items() if dump is not None}

    async def go_back(self) -> None:
        """A failover to a replica that is behind: the log and its producer states become those of `remember`."""
        if self._remembered is None:
            return
        pipeline = _client().pipeline(transaction=True)
        pipeline.delete(*self._keys())
        for key, dump in self._remembered.items():
            pipeline.restore(key, _EXPIRY_MS, dump)
        pipeline.set(server_key(self.stream), "elsewhere", px=_EXPIRY_MS)
        await pipeline.execute()
        get_hub().recheck_server()  # its connection would have broken

    def _keys(self) -> list[str]:
        guards = [producer_key(self.stream, name) for name in sorted(self._producers)]
        return [stream_key(self.stream), server_key(self.stream), *guards]


def _client() -> Redis:
    return get_client()
