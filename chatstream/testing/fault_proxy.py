"""A line that breaks on command: it stands between clients and a server, over TCP or a Unix socket.

    proxy = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", 8000))
    async with proxy.listening() as port: ...

What is commanded holds for every connection through it, open or to come.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_PIECE = 65_536


@dataclass
class Line:
    """`head`: the first that was asked. `goes_unanswered`: the next answer is kept back."""

    head: bytes = b""
    goes_unanswered: bool = False


class FaultProxy:
    """`delay`: seconds by which answers come late. `rate`: bytes of answers per second and connection; 0: as they come.

    `kept_back`: how many requests have met a line that was frozen.
    """

    def __init__(self, connect: Callable[[], Awaitable[Ends]]) -> None:
        self.delay = 0.0
        self.rate = 0
        self.cuts = 0
        self.kept_back = 0
        self._connect = connect
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._left: int | None = None
        self._head = b""
        self._swallowed = 0
        self._request = b""
        self._unanswered = 0
        self._lines: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def listening(self, path: str | None = None) -> AsyncIterator[int]:
        """Listen on `path`, or on a free port of this machine, which is returned. Every line is cut at the end."""
        if path is None:
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        else:
            server = await asyncio.start_unix_server(self._serve, path)
        try:
            yield 0 if path else server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await self.cut()

    def cut_after(self, size: int, head: bytes = b"") -> None:
        """The line that is about to deliver the `size`th byte of answers from now is cut before it.

        Only lines count whose first request begins with `head`, such as `GET /ws/` for WebSockets.
        """
        self._left, self._head = size, head

    def swallow(self, answers: int = 1) -> None:
        """So many times: forward what is asked, keep the answer back and cut the line."""
        self._swallowed += answers

    def lose_answers_to(self, request: bytes, times: int = 1) -> None:
        """So many times: whoever asks something with these bytes in it is not answered, and its line is cut.

        For protocols in which a client waits for each answer, and that send such bytes in one piece.
        """
        self._request, self._unanswered = request, times

    def freeze(self) -> None:
        """Half-open: connections are accepted and stay, and nothing comes through until `thaw`."""
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    async def cut(self) -> None:
        """Cut every line."""
        lines = list(self._lines)
        for line in lines:
            line.cancel()
        if lines:
            await asyncio.wait(lines)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._lines.add(line)
        was_cut = True
        ends = [writer]
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._flowing.wait()
                up_reader, up_writer = await self._connect()
                ends.append(up_writer)
                was_cut = await self._join(reader, writer, up_reader, up_writer)
        finally:
            self._lines.discard(line)
            self.cuts += was_cut
            for end in ends:
                end.transport.abort() if was_cut else end.close()

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        up_reader: asyncio.StreamReader,
        up_writer: asyncio.StreamWriter,
    ) -> bool:
        """Forward both ways until one side ends; returns whether the line was cut."""
        line = Line()
        up = asyncio.create_task(self._ask(reader, up_writer, line))
        down = asyncio.create_task(self._answer(up_reader, writer, line))
        try:
            done, _ = await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)
        return any(task.exception() or task.result() for task in done)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> bool:
        while data := await reader.read(_PIECE):
            line.head = line.head or data
            self.kept_back += not self._flowing.is_set()
            await self._flowing.wait()
            if self._unanswered and self._request in data:
                self._unanswered -= 1
                line.goes_unanswered = True
            writer.write(data)
            await writer.drain()
        return False

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> bool:
        while data := await reader.read(self.rate // 10 or _PIECE):
            await self._flowing.wait()
            await asyncio.sleep(self.delay + (0.1 if self.rate else 0))
            if line.goes_unanswered:
                return True
            if self._swallowed:
                self._swallowed -= 1
                return True
            if self._left is not None and line.head.startswith(self._head):
                if len(data) >= self._left:
                    writer.write(data[: self._left - 1])
                    self._left = None
                    await asyncio.sleep(0)
                    return True
                self._left -= len(data)
            writer.write(data)
            await writer.drain()
        return False
