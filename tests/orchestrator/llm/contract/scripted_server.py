"""An HTTP server on 127.0.0.1 that answers the very bytes a test wrote down, and remembers what it was asked."""

import asyncio
import gzip
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

WAIT_SECONDS = 20.0  # for a condition that a test waits for; a failing test alone takes as long


class Act(Enum):
    """What a script does beside sending bytes."""

    CUT = "the connection is closed here"
    RESET = "the connection is reset here, which the other side sees as an error"
    HOLD = "nothing more is sent until the client has left"


CUT, RESET, HOLD = Act

# Bytes are one write, and one chunk of a chunked body; status and headers go out with the first, b"" sends them alone. An event
# is waited for.
Piece = bytes | asyncio.Event | Act


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `chunked`: its end is marked, and the connection serves the next one; else the body ends with the connection."""

    pieces: tuple[Piece, ...]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunked: bool = True


def streams(*pieces: Piece, **headers: str) -> Reply:
    """An event stream, as most servers send it."""
    return Reply(pieces, headers={"Content-Type": "text/event-stream", **_named(headers)})


def streams_until_close(*pieces: Piece, **headers: str) -> Reply:
    """An event stream whose end is the end of the connection: a cut of it looks like an end."""
    return Reply(pieces, headers={"Content-Type": "text/event-stream", **_named(headers)}, chunked=False)


def zipped(*pieces: bytes) -> Reply:
    return streams(gzip.compress(b"".join(pieces)), content_encoding="gzip")


def sends(body: bytes | str | Any, status: int = 200, **headers: str) -> Reply:
    """A whole body; what is neither bytes nor text is sent as JSON."""
    content = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    plain = {"Content-Type": "application/json", "Content-Length": str(len(content))}
    return Reply((content,), status, {**plain, **_named(headers)}, chunked=False)


def resets() -> Reply:
    """Reset before the first byte of an answer."""
    return Reply((RESET,))


def is_silent() -> Reply:
    """Nothing at all, not even a status."""
    return Reply((HOLD,))


class Request:
    """What was asked. `left`: the client has closed the connection; `waiting`: all that precedes a HOLD or an event is sent."""

    def __init__(self, head: str, body: bytes, left: asyncio.Event) -> None:
        line, *lines = head.rstrip("\r\n").split("\r\n")
        self.path = line.split(" ")[1]
        self.headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        self.content = body
        self.body: dict[str, Any] = json.loads(body) if body else {}
        self.left = left
        self.waiting = asyncio.Event()


Script = Reply | Callable[[Request], Reply]


class ScriptedServer:
    """`replies` says what is answered; the last one is given to every further request. `requests` is what was asked, in order."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.requests: list[Request] = []
        self.connections = 0
        self.running = 0  # answers at once
        self.most_running = 0
        self._script: list[Script] = []
        self._changed = asyncio.Condition()

    def forget(self) -> None:
        self.connections = 0
        self.replies(sends("no script", 500))

    def replies(self, *script: Script) -> None:
        """From the next request on."""
        self._script = list(script)
        self.requests = []
        self.most_running = self.running

    async def request(self, number: int) -> Request:
        """Wait for the request of this number, counted from 0."""
        async with asyncio.timeout(WAIT_SECONDS), self._changed:
            await self._changed.wait_for(lambda: len(self.requests) > number)
        return self.requests[number]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [request.body for request in self.requests]

    async def _answer(self, request: Request) -> Reply:
        async with self._changed:
            self.requests.append(request)
            self._changed.notify_all()
        script = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return script if isinstance(script, Reply) else script(request)

    async def serve(self, connection: "_Connection") -> None:
        self.connections += 1
        try:
            while (request := await connection.read()) is not None:
                self.running += 1
                self.most_running = max(self.most_running, self.running)
                try:
                    if not await connection.send(await self._answer(request), request):
                        return
                finally:
                    self.running -= 1
        except ConnectionError:
            pass  # the client left while it was being answered, which some tests want
        finally:
            connection.close()


@asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Serve until the context ends, on keep-alive connections."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedServer(listener.getsockname()[1])
        loop, tasks = asyncio.get_running_loop(), set[asyncio.Task[None]]()

        def connect() -> _Protocol:
            def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                task = loop.create_task(server.serve(_Connection(reader, writer, protocol.left)))
                tasks.add(task)
                task.add_done_callback(tasks.discard)

            protocol = _Protocol(asyncio.StreamReader(limit=1 << 24), serve)
            return protocol

        listening = await loop.create_server(connect, sock=listener)
        try:
            yield server
        finally:
            listening.close()
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


class _Protocol(asyncio.StreamReaderProtocol):
    """Knows at once that the other side has closed, whether somebody reads or not."""

    def __init__(self, reader: asyncio.StreamReader, connected: Callable[..., None]) -> None:
        super().__init__(reader, connected)
        self.left = asyncio.Event()

    def eof_received(self) -> bool:
        self.left.set()
        return super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self.left.set()
        super().connection_lost(exc)


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, left: asyncio.Event) -> None:
        self._reader, self._writer, self._left = reader, writer, left

    async def read(self) -> Request | None:
        """The next request, None when there is no further one."""
        try:
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            length = next(
                (int(line[15:]) for line in head.lower().split("\r\n") if line.startswith("content-length:")), 0
            )
            return Request(head, await self._reader.readexactly(length), self._left)
        except asyncio.IncompleteReadError:
            return None

    async def send(self, reply: Reply, request: Request) -> bool:
        """Return whether the connection can serve another request."""
        head = self._head(reply)
        for piece in reply.pieces:
            if isinstance(piece, bytes):
                await self._write(head + self._framed(piece, reply))
                head = b""
            elif isinstance(piece, asyncio.Event):
                request.waiting.set()
                await self._first_of(piece)
            elif not await self._act(piece, request):
                return False
        await self._write(head + (b"0\r\n\r\n" if reply.chunked else b""))
        return reply.chunked or "Content-Length" in reply.headers

    async def _act(self, act: Act, request: Request) -> bool:
        if act is RESET:
            self._reset()
        if act is HOLD:
            request.waiting.set()
            await self._left.wait()
        return False

    async def _first_of(self, event: asyncio.Event) -> None:
        """Wait for the event, or until the client has left."""
        waits = [asyncio.ensure_future(each.wait()) for each in (event, self._left)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def _reset(self) -> None:
        """With nothing left to linger for, closing sends RST."""
        linger = struct.pack("ii", 1, 0)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._writer.transport.abort()

    def close(self) -> None:
        self._writer.close()

    @staticmethod
    def _head(reply: Reply) -> bytes:
        framing = {"Transfer-Encoding": "chunked"} if reply.chunked else {}
        if not reply.chunked and "Content-Length" not in reply.headers:
            framing = {"Connection": "close"}
        lines = [
            f"HTTP/1.1 {reply.status} Scripted",
            *(f"{name}: {value}" for name, value in {**framing, **reply.headers}.items()),
        ]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")

    @staticmethod
    def _framed(piece: bytes, reply: Reply) -> bytes:
        return b"%x\r\n%s\r\n" % (len(piece), piece) if reply.chunked and piece else piece


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    """`retry_after` -> `Retry-After`."""
    return {"-".join(part.capitalize() for part in name.split("_")): value for name, value in headers.items()}
