"""The receiving side of a WebSocket (RFC 6455), no more than a bench needs: a tenth of the CPU of a full client."""

import asyncio
import struct
from collections.abc import Callable
from typing import Any

_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class WebSocket(asyncio.Protocol):
    """Calls `on_text(payload)` per message and `on_close()` once. No extensions are offered, so nothing is compressed."""

    def __init__(
        self,
        host: str,
        path: str,
        token: str,
        on_open: Callable[[], None],
        on_text: Callable[[bytes], None],
        on_close: Callable[[], None],
    ) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Authorization: Bearer {token}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        ).encode()
        self._on_open, self._on_text, self._on_close = on_open, on_text, on_close
        self._read = b""
        self._upgraded = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        self._on_close()

    def send(self, text: bytes) -> None:
        """One text frame. The mask is four zeros, which leaves the text as it is."""
        self._transport.write(_frame(_TEXT, text))

    def cut(self) -> None:
        """Drop the connection as a dead network would, without a word."""
        self._on_text = lambda _: None
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._read = self._read + data if self._read else data
        if not self._upgraded and not self._handshake():
            return
        at, end = 0, len(self._read)
        read = self._read
        while end - at >= 2:
            head, size = read[at], read[at + 1]
            start = at + 2
            if size == 126:
                start += 2
                size = int.from_bytes(read[at + 2 : start])
            elif size == 127:
                start += 8
                size = int.from_bytes(read[at + 2 : start])
            if end < start + size:
                break
            at = start + size
            self._take(head, read[start:at])
        self._read = read[at:]

    def _handshake(self) -> bool:
        head, ended, rest = self._read.partition(b"\r\n\r\n")
        if not ended:
            return False
        if not head.startswith(b"HTTP/1.1 101"):
            self._transport.abort()
            return False
        self._read = rest
        self._upgraded = True
        self._on_open()
        return True

    def _take(self, head: int, payload: bytes) -> None:
        if head == 0x80 | _TEXT:
            self._on_text(payload)
        elif head == 0x80 | _PING:
            self._transport.write(_frame(_PONG, payload))
        elif head == 0x80 | _CLOSE:
            self._transport.close()
        else:
            raise ValueError(f"a frame that no server of ours sends: {head:#x}")


def _frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    length = struct.pack("!B", 0x80 | size) if size < 126 else struct.pack("!BH", 0x80 | 126, size)
    return b"%c%b\0\0\0\0%b" % (0x80 | kind, length, payload)
