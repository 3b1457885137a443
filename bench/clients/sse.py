"""The receiving side of Server-Sent Events: one GET, a body in chunks."""

import asyncio
from collections.abc import Callable
from typing import Any


class EventStream(asyncio.Protocol):
    """Calls `on_data(bytes)` for each piece of the body and `on_end(status)` once; status 0: the connection broke."""

    def __init__(self, host: str, path: str, on_data: Callable[[bytes], None], on_end: Callable[[int], None]) -> None:
        self._request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n".encode()
        self._on_data, self._on_end = on_data, on_end
        self._read = b""
        self._status = 0
        self._whole = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        self._on_end(self._status if self._whole else 0)

    def cut(self) -> None:
        self._on_data = lambda _: None
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._read = self._read + data if self._read else data
        if not self._status:
            head, ended, rest = self._read.partition(b"\r\n\r\n")
            if not ended:
                return
            self._status, self._read = int(head[9:12]), rest
            if self._status != 200:
                self._end()
                return
        while b"\r\n" in self._read:
            size, _, rest = self._read.partition(b"\r\n")
            length = int(size, 16)
            if len(rest) < length + 2:
                return
            self._read = rest[length + 2 :]
            if not length:
                self._end()
                return
            self._on_data(rest[:length])

    def _end(self) -> None:
        self._whole = True
        self._transport.close()
