"""Daphne, or Twisted under it, parses forms and puts whole bodies into memory before anybody is asked. Not so here.

Imported only where Daphne runs; see `config.asgi`.
"""

import asyncio
import os
import time
import weakref
from dataclasses import dataclass
from typing import IO, Any

import daphne.server
from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings

from chatstream.rows.database import off_loop
from config.bodies import rules
from config.bodies.rules import Pace, Refusal

PIECE = 256 * 1024  # bytes
CHECK_SECONDS = 1.0


class BoundedRequest(WebRequest):
    """Refused by its head, or as soon as it is too large or too slow; a body that may be larger waits in a file."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, parsePOSTFormSubmission=False)
        self.channel.has_begun_a_request = True
        self.refusal: Refusal | None = None
        self.is_complete = False
        self._scope: dict[str, Any] = {}
        self._pace = Pace()
        self._asking: asyncio.Task[None] | None = None
        self._checking = asyncio.get_running_loop().call_later(settings.SLOW_CLIENT_SECONDS, self._abort)

    def gotLength(self, length: int | None) -> None:
        super().gotLength(length)
        self._checking.cancel()
        headers = [(name.lower(), value) for name, values in self.requestHeaders.getAllRawHeaders() for value in values]
        path = self.channel._path.split(b"?", 1)[0].decode("latin-1")
        self._scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
        self._pace = Pace()
        if length != 0:
            self._check_pace()
            self._check(length or 0)

    def handleContentChunk(self, data: bytes) -> None:
        self._pace.received += len(data)
        if self.refusal is None:
            super().handleContentChunk(data)
            self._check(self._pace.received)
        elif self._pace.received > rules.DISCARDED_BYTES:
            self._abort()

    def process(self) -> Any:
        """Called when the body is complete."""
        self.is_complete = True
        self._checking.cancel()
        if self.refusal is not None:
            self._close()
            return None
        if self._pace.received > PIECE:
            self.content: Any = _Pieces(self.content, self._pace.received)
        return super().process()

    def connectionLost(self, reason: Any) -> None:
        self._checking.cancel()
        if self._asking is not None:
            self._asking.cancel()
        super().connectionLost(reason)

    def _check(self, size: int) -> None:
        refusal = rules.too_large(self._scope["path"], size)
        if refusal is None and size > rules.ANONYMOUS_BYTES and self._asking is None:
            if rules.has_credentials(self._scope["headers"]):
                self.channel.transport.pauseProducing()
                self._asking = asyncio.get_running_loop().create_task(self._ask_who(), name="who sends a body")
            else:
                refusal = rules.UNKNOWN_SENDER
        if refusal is not None:
            self._refuse(refusal)

    async def _ask_who(self) -> None:
        try:
            if not await off_loop(rules.is_signed_in)(self._scope):
                self._refuse(rules.UNKNOWN_SENDER)
        finally:
            if self.channel is not None:
                self.channel.transport.resumeProducing()

    def _check_pace(self) -> None:
        if time.monotonic() > self._pace.late_at:
            self._refuse(rules.TOO_SLOW)
        else:
            self._checking = asyncio.get_running_loop().call_later(CHECK_SECONDS, self._check_pace)

    def _refuse(self, refusal: Refusal) -> None:
        if self.refusal is not None or self.is_complete:
            return
        self.refusal = refusal
        self._checking.cancel()
        self._checking = asyncio.get_running_loop().call_later(rules.DISCARDED_SECONDS, self._close)
        self.requestHeaders.removeHeader(b"Expect")  # nothing is to be continued
        self.content.truncate(0)
        head = [b"HTTP/1.1 %d Refused" % refusal.status, *(b": ".join(header) for header in refusal.headers)]
        self.channel.transport.write(b"\r\n".join([*head, b"", refusal.body]))

    def _close(self) -> None:
        if self.channel is not None:
            self.channel.transport.loseConnection()

    def _abort(self) -> None:
        if self.channel is not None:
            self.channel.transport.abortConnection()


class _Pieces:
    """A body in a file, for Daphne's loop, which would read all of it before the application takes the first piece."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.copy = _Descriptor(file)
        self.size = size
        self.at = 0
        self.closed = False
        file.close()

    def seek(self, at: int, whence: int = os.SEEK_SET) -> None:
        self.at = at

    def read(self, size: int = PIECE) -> "_Piece":
        piece = _Piece(self.copy, self.at, min(PIECE, self.size - self.at))
        self.at += len(piece)
        return piece

    def close(self) -> None:
        self.closed = True


class _Descriptor:
    """Of a file of ours, open as long as anybody has a piece of it."""

    def __init__(self, file: IO[bytes]) -> None:
        file.flush()
        self.number = os.dup(file.fileno())
        weakref.finalize(self, os.close, self.number)


@dataclass(frozen=True, slots=True)
class _Piece:
    """`bytes(piece)` reads it."""

    file: _Descriptor
    at: int
    size: int

    def __len__(self) -> int:
        return self.size

    def __bytes__(self) -> bytes:
        return os.pread(self.file.number, self.size, self.at)


class BoundedFactory(HTTPFactory):
    """Makes BoundedRequests; a connection that does not begin one in time is cut."""

    def buildProtocol(self, address: Any) -> Any:
        protocol = super().buildProtocol(address)
        protocol.requestFactory = BoundedRequest
        asyncio.get_running_loop().call_later(settings.SLOW_CLIENT_SECONDS, _cut_if_silent, protocol._channel)
        return protocol


def _cut_if_silent(channel: Any) -> None:
    if channel.transport is not None and not getattr(channel, "has_begun_a_request", False):
        channel.transport.abortConnection()


def install() -> None:
    """Before Daphne's server makes its factory."""
    daphne.server.HTTPFactory = BoundedFactory
