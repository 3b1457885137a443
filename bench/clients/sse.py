"""The receiving side of Server-Sent Events: one request, a body in chunks."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any


class EventStream(asyncio.Protocol):
    """Calls `on_data(bytes)` for each piece of the body and `on_end(status)` once; status 0: the connection broke.

    `body`: what is posted; without it the request is a GET. `headers`: more of them.
    """

    def __init__(
        self,
        host: str,
        path: str,
        on_data: Callable[[bytes], None],
        on_end: Callable[[int], None],
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> None:
        more = {"Host": host, "Accept": "text/event-stream", **(headers or {})}
        if body:
            more |= {"Content-Type": "application/json", "Content-Length": str(len(body.encode()))}
        lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", *(f"{name}: {more[name]}" for name in more), "", body]
        self._request = "\r\n".join(lines).encode()
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
