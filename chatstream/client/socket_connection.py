"""The stream over a WebSocket."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin

from chatstream.client.address import Address
from chatstream.client.errors import ConnectionLost, closed_with


class SocketConnection:
    """`send` and `receive` raise ConnectionLost, or StreamEnded if the server has closed the stream for good."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line

    async def send(self, frame: Mapping[str, Any]) -> None:
        try:
            await self._line.send(json.dumps(frame))
        except ConnectionClosed as closed:
            raise _meaning(closed) from None

    async def receive(self) -> dict[str, Any]:
        try:
            frame: dict[str, Any] = json.loads(await self._line.recv())
        except ConnectionClosed as closed:
            raise _meaning(closed) from None
        return frame

    def abort(self) -> None:
        """Cut the line without a word, as a network does."""
        self._line.transport.abort()


def _meaning(closed: ConnectionClosed) -> Exception:
    return closed_with(closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else ConnectionLost("the line was cut")


@asynccontextmanager
async def open_socket(address: Address, headers: Mapping[str, str]) -> AsyncIterator[SocketConnection]:
    """Raises ConnectionLost if it cannot be opened."""
    ours = {name: value for name, value in headers.items() if name in ("Authorization", "Cookie")}
    origin = Origin(headers["Origin"]) if "Origin" in headers else None
    opening = connect(address.socket, additional_headers=ours, origin=origin, max_size=None, close_timeout=1)
    try:
        line = await opening
    except (OSError, WebSocketException, TimeoutError) as problem:
        raise ConnectionLost(f"no WebSocket: {problem}") from None
    try:
        yield SocketConnection(line)
    finally:
        await line.close()
