"""Which way the stream takes: a WebSocket, or plain HTTP where those are refused."""

import random
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from chatstream.client.address import Address
from chatstream.client.socket_connection import open_socket
from chatstream.client.sse_connection import open_event_source

_TRIES = 2  # connections in a row that brought nothing, before the other way is taken
_FIRST_SECONDS, _MOST_SECONDS = 0.25, 15.0

_SOCKET, _HTTP = 0, 1
_WAYS = (open_socket, open_event_source)


class Connection(Protocol):
    async def send(self, frame: dict[str, Any]) -> None: ...

    async def receive(self) -> dict[str, Any]: ...

    def abort(self) -> None: ...


class Connections:
    def __init__(self, address: Address, headers: dict[str, str]) -> None:
        self._address = address
        self._headers = headers
        self._way = _SOCKET
        self._tries = _TRIES
        self._failures = 0
        self._works = False

    def open(self) -> AbstractAsyncContextManager[Connection]:
        return _WAYS[self._way](self._address, self._headers)

    def succeeded(self) -> None:
        """This connection has brought something."""
        self._failures, self._tries, self._works = 0, _TRIES, True

    def failed(self) -> float:
        """The connection has ended, or there was none. Returns how long to wait before the next one, in seconds."""
        self._failures += 1
        self._tries -= 1
        if self._way == _HTTP and self._works:
            self._way, self._tries = _SOCKET, 1  # a response has ended: perhaps WebSockets work by now
        elif self._tries <= 0:
            self._way, self._tries = 1 - self._way, _TRIES
        self._works = False
        return random.uniform(0, min(_MOST_SECONDS, _FIRST_SECONDS * 2**self._failures))  # noqa: S311
