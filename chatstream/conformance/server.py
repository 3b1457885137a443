"""The server under examination, as a client without any mercy sees it: each frame as it comes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from chatstream.client.address import parse_address, sign_in_headers
from chatstream.conformance.check import Broken

if TYPE_CHECKING:
    from chatstream.conformance.recording import Recording

FRAME_SECONDS = 30.0  # for the next frame that a check waits for

Frame = dict[str, Any]


class Line:
    """One socket. Heartbeats are passed over unless they are asked for."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, type: str, **fields: Any) -> None:
        await self.connection.send(json.dumps({"type": type, **fields}))

    async def text(self) -> str:
        """Raises Broken if nothing comes, or the socket is closed."""
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                while True:
                    text = str(await self.connection.recv())
                    if '"heartbeat"' not in text[:40]:
                        return text
        except TimeoutError:
            raise Broken(f"no frame came within {FRAME_SECONDS:.0f} s") from None
        except ConnectionClosed as closed:
            raise Broken(f"the socket was closed: {closed}") from None

    async def receive(self) -> Frame:
        frame: Frame = json.loads(await self.text())
        return frame

    async def until(self, type: str, **fields: Any) -> list[Frame]:
        """The frames up to and with the first of this type with these fields. Each event is acknowledged."""
        frames: list[Frame] = []
        while True:
            frame = await self.receive()
            frames.append(frame)
            if position := frame.get("id") or frame.get("at"):
                await self.send("ack", last_event_id=position)
            if frame["type"] == type and all(frame.get(name) == value for name, value in fields.items()):
                return frames

    async def initiate(self, message: str, request_id: str | None = None) -> Frame:
        """The `initiated` frame; whatever comes before it is passed over."""
        request_id = request_id or str(uuid4())
        await self.send("initiate", request_id=request_id, message=message)
        return (await self.until("initiated", request_id=request_id))[-1]

    async def close_code(self) -> tuple[int, list[str]]:
        """With what the server closes the socket, and the frames that it sends before."""
        frames: list[str] = []
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                while True:
                    frames.append(str(await self.connection.recv()))
        except TimeoutError:
            raise Broken("the socket was not closed") from None
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else 1006), frames


class Server:
    """One stream of it. `message`: what is asked where an answer is needed. `stranger`: the headers of who is not signed in."""

    def __init__(self, url: str, *, token: str | None, cookie: str | None, message: str) -> None:
        self.address = parse_address(url)
        self.headers = sign_in_headers(self.address, token, cookie)
        self.stranger = sign_in_headers(self.address, "wrong" if token else None, None)
        self.message = message
        self.recording: Recording | None = None

    @asynccontextmanager
    async def line(self, url: str = "", **changed: str) -> AsyncIterator[Line]:
        """A socket; `changed` are other headers. Raises websockets' InvalidStatus."""
        headers = {**self.headers, **changed}
        ours = {name: value for name, value in headers.items() if name in ("Authorization", "Cookie") and value}
        origin = Origin(headers["Origin"]) if "Origin" in headers else None
        opening = connect(url or self.address.socket, additional_headers=ours, origin=origin, max_size=None)
        async with opening as connection:
            yield Line(connection)

    @asynccontextmanager
    async def http(self, **changed: str) -> AsyncIterator[httpx2.AsyncClient]:
        headers = {name: value for name, value in {**self.headers, **changed}.items() if value}
        async with httpx2.AsyncClient(headers=headers, timeout=FRAME_SECONDS) as client:
            yield client

    def other_stream(self) -> tuple[str, str]:
        """The socket and the HTTP address of a stream that does not exist."""
        name = self.address.stream.rstrip("/").rsplit("/", 1)[1]
        other = str(uuid4())
        return self.address.socket.replace(name, other), self.address.stream.replace(name, other)

    async def snapshot(self) -> Frame:
        async with self.line() as line:
            await line.send("stream")
            return await line.receive()
