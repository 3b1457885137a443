"""The socket under a streamed answer: what has come meanwhile is read in one go, not token by token.

Nobody sees the difference, and a worker's CPU for a token at 80 tokens/s falls by a third. While the socket is not read, the kernel
keeps what comes, so that nothing is lost if it breaks. docs/decisions/0046 has what the figures below were chosen by.
"""

import asyncio
import itertools
import math
from typing import Any, Self

import httpx2
from aiohttp.connector import Connection

from chatstream.log.gathering import get_gathering

PHASES = 4
_answers = itertools.count()


class BatchedReads:
    """`with BatchedReads(response) as reads`: `reads.pause()` after each piece that was read."""

    def __init__(self, response: httpx2.Response) -> None:
        self._connection = _connection_of(response)
        self._phase = next(_answers) % PHASES
        self._resumption: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._resumption is not None:
            self._resumption.cancel()

    def pause(self) -> None:
        """Read no more until the next words are due. Nothing, if the answer has come to its end or its socket is not known.

        Whoever reads waits for the socket, not for the timer: to wake up for each would be a task's step more.
        """
        if self._connection is None or self._connection.closed or (protocol := self._connection.protocol) is None:
            return
        loop = asyncio.get_running_loop()
        protocol.pause_reading()
        if self._resumption is not None:
            self._resumption.cancel()
        seconds = seconds_to_next_read(loop.time(), self._phase, get_gathering().seconds)
        self._resumption = loop.call_later(seconds, protocol.resume_reading)


def seconds_to_next_read(now: float, phase: int, interval: float) -> float:
    """The reads of an answer are `interval` apart, or a multiple of it where the process is slow.

    The answers of a process are spread over PHASES: those of one phase share the round trips of their appends, and no word waits
    until the words of all other answers have been read.
    """
    offset = phase * interval / PHASES
    reads = math.ceil((now + interval / 2 - offset) / interval)
    return reads * interval + offset - now


def _connection_of(response: httpx2.Response) -> Connection | None:
    """Behind the SDK's own transport over aiohttp. With any other, tokens are read as they come."""
    stream: Any = getattr(response.stream, "_stream", None)
    aiohttp_response: Any = getattr(stream, "_aiohttp_response", None)
    connection = getattr(aiohttp_response, "connection", None)
    return connection if isinstance(connection, Connection) else None
