"""The socket under a streamed answer: what has come meanwhile is read in one go, not token by token.

Nobody sees the difference, and a worker's CPU for a token at 80 tokens/s falls by a third. While the socket is not read, the kernel
keeps what comes, so that nothing is lost if it breaks. docs/decisions/0046 has what the figures below were chosen by.
"""

import asyncio
import itertools
import math
from typing import Any

import httpx2
from aiohttp.connector import Connection

from chatstream.log.gathering import get_gathering

PHASES = 4
_answers = itertools.count()


class BatchedReads:
    """`await pause()` after each piece that was read."""

    def __init__(self, response: httpx2.Response) -> None:
        self._connection = _connection_of(response)
        self._phase = next(_answers) % PHASES

    async def pause(self) -> None:
        """Return when the next words are due; at once if the answer has come to its end, or its socket is not known."""
        if self._connection is None or self._connection.closed or (protocol := self._connection.protocol) is None:
            return
        now = asyncio.get_running_loop().time()
        protocol.pause_reading()
        try:
            await asyncio.sleep(seconds_to_next_read(now, self._phase, get_gathering().seconds))
        finally:
            protocol.resume_reading()


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
