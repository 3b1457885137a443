"""A server that does what a test tells it to: it serves an empty page with the client, and WebSockets that may lie."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

HERE = Path(__file__).parent
PATIENCE = 10  # seconds until a test gives up on what it waits for
FILES = {
    "/": (HERE / "client_page.html", "text/html"),
    "/client_page.js": (HERE / "client_page.js", "text/javascript"),
    **{
        f"/{file.name}": (file, "text/javascript")
        for file in (HERE.parents[1] / "chatstream/static/chatstream").glob("*.js")
    },
}
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'"


class Peer:
    """The server's end of one WebSocket, in the hands of the test. `asked` is the `stream` frame it began with."""

    def __init__(self, socket: ServerConnection) -> None:
        self._socket = socket
        self.path = socket.request.path
        self.asked: dict = {}

    async def send(self, *frames: dict | str) -> None:
        for frame in frames:
            await self._socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def receive(self, timeout: float = PATIENCE) -> dict:
        return json.loads(await asyncio.wait_for(self._socket.recv(), timeout))

    async def heard_before_it_left(self) -> list[dict]:
        """All that was not heard yet, once the client has closed the connection."""
        async with asyncio.timeout(PATIENCE):
            return [json.loads(text) async for text in self._socket]

    async def close(self, code: int) -> None:
        await self._socket.close(code)

    def cut(self) -> None:
        self._socket.transport.abort()

    def go_deaf(self) -> None:
        """From now on like a host behind a dead network: it neither reads nor says anything, nor closes."""
        self._socket.transport.pause_reading()

    async def left(self) -> None:
        await asyncio.wait_for(self._socket.wait_closed(), PATIENCE)


class ScriptedServer:
    url: str

    def __init__(self) -> None:
        self.door_open = asyncio.Event()  # while cleared, handshakes get no answer
        self.door_open.set()
        self.turning_away = False
        self.knocks = 0
        self.plain_requests = 0  # of the stream over plain HTTP, where nothing comes through here
        self._knocked = asyncio.Condition()
        self._arrived: asyncio.Queue[Peer] = asyncio.Queue()

    async def accept(self) -> Peer:
        """The next connection, whose first frame has been heard."""
        peer = await asyncio.wait_for(self._arrived.get(), PATIENCE)
        peer.asked = await peer.receive()
        return peer

    async def knocked(self, times: int) -> None:
        async with asyncio.timeout(PATIENCE), self._knocked:
            await self._knocked.wait_for(lambda: self.knocks >= times)

    async def _answer(self, _: ServerConnection, request: Request) -> Response | None:
        if "Upgrade" in request.headers:
            async with self._knocked:
                self.knocks += 1
                self._knocked.notify_all()
            await self.door_open.wait()
            return _response(HTTPStatus.SERVICE_UNAVAILABLE, b"", "text/plain") if self.turning_away else None
        if request.path.startswith("/api/"):
            self.plain_requests += 1
            return _response(HTTPStatus.NO_CONTENT, b"", "text/plain")
        file, kind = FILES[request.path.partition("?")[0]]
        return _response(HTTPStatus.OK, file.read_bytes(), kind)

    async def _hold(self, socket: ServerConnection) -> None:
        self._arrived.put_nowait(Peer(socket))
        await socket.wait_closed()


def _response(status: HTTPStatus, body: bytes, kind: str) -> Response:
    headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": POLICY}
    return Response(status, status.phrase, Headers(headers), body)


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    scripted = ScriptedServer()
    async with serve(
        scripted._hold, "127.0.0.1", 0, process_request=scripted._answer, ping_interval=None, close_timeout=0.1
    ) as server:
        scripted.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        yield scripted
        scripted.door_open.set()
