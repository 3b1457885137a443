"""The socket under a streamed answer: what has come meanwhile is read in one go, not token by token.

Nobody sees the difference, since words are gathered for as long before they are appended; a worker's CPU for a token at 80
tokens/s falls by a third. While the socket is not read, the kernel keeps what comes, so that nothing is lost if it breaks.
"""

import asyncio
import math
from typing import Any

import httpx2
from aiohttp.connector import Connection

from chatstream.log.writer import GATHER_SECONDS

ROUND_SECONDS = GATHER_SECONDS / 2


class BatchedReads:
    """`await pause()` after each piece that was read."""

    def __init__(self, response: httpx2.Response) -> None:
        self._connection = _connection_of(response)

    async def pause(self) -> None:
        """Return when the next words are due; at once if the answer has come to its end, or its socket is not known."""
        if self._connection is None or self._connection.closed or (protocol := self._connection.protocol) is None:
            return
        protocol.pause_reading()
        try:
            await asyncio.sleep(seconds_to_next_read(asyncio.get_running_loop().time()))
        finally:
            protocol.resume_reading()


def seconds_to_next_read(now: float) -> float:
    """GATHER_SECONDS on average. All answers of a process are read at the beginnings of rounds: their appends share round trips."""
    earliest = now + GATHER_SECONDS - ROUND_SECONDS / 2
    return math.ceil(earliest / ROUND_SECONDS) * ROUND_SECONDS - now


def _connection_of(response: httpx2.Response) -> Connection | None:
    """Behind the SDK's own transport over aiohttp. With any other, tokens are read as they come."""
    stream: Any = getattr(response.stream, "_stream", None)
    aiohttp_response: Any = getattr(stream, "_aiohttp_response", None)
    connection = getattr(aiohttp_response, "connection", None)
    return connection if isinstance(connection, Connection) else None
