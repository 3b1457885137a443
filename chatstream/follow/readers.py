"""Who follows a stream, and how far behind they are: asked of all server processes at the moment when somebody wants to know.

A question is a hint over the channel layer; each process writes what it knows into a hash that is gone after seconds.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from chatstream.follow import hints
from chatstream.log.connection import get_client
from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.loop_local import LoopLocal

ANSWER_SECONDS = 0.4  # that servers have for their answers
_KEEP_SECONDS = 5
_PROCESS = f"{os.getpid()}-{uuid4().hex[:8]}"


@dataclass(frozen=True, slots=True, eq=False)
class Reader:
    """`since`: in ms since 1970. `progress`: see Progress."""

    stream: str
    user_id: str
    transport: str
    since: int
    progress: "Callable[[], Progress]"


Progress = tuple[
    Position | None, int
]  # the last event that was sent, None for none yet; bytes that are not acknowledged


class Readers:
    """Those of this process."""

    def __init__(self) -> None:
        self._open: set[Reader] = set()

    @asynccontextmanager
    async def record(
        self, stream: str, user_id: object, transport: str, progress: Callable[[], Progress]
    ) -> AsyncIterator[None]:
        """While this is open, `read_readers` names it."""
        reader = Reader(stream, str(user_id), transport, round(time.time() * 1000), progress)
        self._open.add(reader)
        try:
            yield
        finally:
            self._open.discard(reader)

    async def report(self, stream: str) -> None:
        """Answer the question of another process. Raises RedisError."""
        rows = [_row(reader) for reader in self._open if reader.stream == stream]
        if rows:
            await get_client().hset(_key(stream), _PROCESS, json.dumps(rows))
            await get_client().expire(_key(stream), _KEEP_SECONDS)


async def read_readers(stream: str) -> list[dict[str, Any]]:
    """`[{user, transport, since, behind, unacknowledged}]` of all processes, in the order in which they came.

    `user`: an id. `behind`: events, None for who has got none of this log yet. `unacknowledged`: bytes. Raises RedisError.
    """
    await get_client().delete(_key(stream))
    await hints.ask_for_readers(stream)
    await asyncio.sleep(ANSWER_SECONDS)
    answers: Any = await get_client().hgetall(_key(stream))
    head = await get_log().head(stream)
    rows = [row for answer in answers.values() for row in json.loads(answer)]
    return [{**row, "behind": _behind(row.pop("position"), head)} for row in sorted(rows, key=lambda row: row["since"])]


def _row(reader: Reader) -> dict[str, Any]:
    position, unacknowledged = reader.progress()
    return {
        "user": reader.user_id,
        "transport": reader.transport,
        "since": reader.since,
        "position": position and str(position),
        "unacknowledged": unacknowledged,
    }


def _behind(position: str | None, head: Position) -> int | None:
    at = Position.parse(position) if position else None
    return head.seq - at.seq if at is not None and at.epoch == head.epoch else None


def _key(stream: str) -> str:
    return f"chatstream:{{{stream}}}:readers"


_readers = LoopLocal(Readers)


def get_readers() -> Readers:
    """Those of the running event loop: a server process has one."""
    return _readers.get()
