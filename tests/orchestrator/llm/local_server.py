"""A provider on a real socket of this process, for what no mock server can be told to do."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


class Exchange:
    """One connection: what was asked, and the means to answer byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.head, self.body = "", {}
        self.closed_by_client = asyncio.Event()

    async def read_request(self) -> bool:
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        self.head = head.decode()
        length = next(int(line.split(":")[1]) for line in self.head.splitlines() if "content-length" in line.lower())
        self.body = json.loads(await self._reader.readexactly(length))
        return True

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def send_piece(self, data: bytes) -> None:
        """One chunk of a chunked body, which the client sees as one network read."""
        await self.send(b"%x\r\n%s\r\n" % (len(data), data))

    async def end(self) -> None:
        await self.send(b"0\r\n\r\n")

    async def wait_for_close(self) -> None:
        await self._reader.read()
        self.closed_by_client.set()


class LocalServer:
    def __init__(self) -> None:
        self.url = ""
        self.exchanges: list[Exchange] = []
        self.connections = 0
        self.asked = asyncio.Event()


@asynccontextmanager
async def local_server(respond: Callable[[Exchange], Awaitable[None]]) -> AsyncIterator[LocalServer]:
    """Serve `respond` for every request until the context ends, on keep-alive connections."""
    server = LocalServer()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        try:
            while await (exchange := Exchange(reader, writer)).read_request():
                server.exchanges.append(exchange)
                server.asked.set()
                await respond(exchange)
        except ConnectionError:
            pass  # the client left while it was being answered, which some tests want
        finally:
            writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    server.url = f"http://127.0.0.1:{port}/v1"
    async with listener:
        yield server
        listener.close()


def event(**fields: object) -> bytes:
    return b"data: " + json.dumps(fields, ensure_ascii=False).encode() + b"\n\n"


def text_event(text: str | None, finish_reason: str | None = None) -> bytes:
    return event(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": finish_reason}])


def tool_event(*calls: dict[str, object], finish_reason: str | None = None) -> bytes:
    return event(choices=[{"index": 0, "delta": {"tool_calls": list(calls)}, "finish_reason": finish_reason}])


DONE = b"data: [DONE]\n\n"


def streaming(*pieces: bytes) -> Callable[[Exchange], Awaitable[None]]:
    """A respond function that answers every request with these pieces, each a network read of its own."""

    async def respond(exchange: Exchange) -> None:
        await exchange.send(HEAD)
        for piece in pieces:
            await exchange.send_piece(piece)
        await exchange.end()

    return respond


def plain(status: str, body: bytes, *headers: bytes) -> Callable[[Exchange], Awaitable[None]]:
    """A respond function that answers with an ordinary body, no stream."""

    async def respond(exchange: Exchange) -> None:
        lines = [f"HTTP/1.1 {status}".encode(), b"content-type: application/json", *headers]
        await exchange.send(b"\r\n".join([*lines, b"content-length: %d\r\n\r\n%s" % (len(body), body)]))

    return respond
