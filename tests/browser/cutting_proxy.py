"""A network between a browser and the server that can be cut: after so many bytes, every connection through it is reset."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class CuttingProxy:
    """Forwards TCP from `port` to `upstream_port`. `cut_after(n)`: the stream that is open loses its line n bytes on."""

    def __init__(self, upstream_port: int) -> None:
        self.upstream_port = upstream_port
        self.port = 0
        self.cuts = 0
        self._left: int | None = None
        self._tasks: set[asyncio.Task[bool]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut_after(self, size: int) -> None:
        """Reset the next stream that is about to deliver the `size`th byte from now; later ones are left alone."""
        self._left = size

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", self.upstream_port)
        head = await reader.read(65536)
        upstream_writer.write(head)
        is_stream = re.match(rb"GET (/ws/|\S+/events/)", head) is not None
        up = asyncio.create_task(self._forward(reader, upstream_writer, counted=False))
        down = asyncio.create_task(self._forward(upstream_reader, writer, counted=is_stream))
        self._tasks |= {up, down}
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for task in (up, down):
            task.cancel()
        was_cut = down.done() and not down.cancelled() and down.result()
        for side in (writer, upstream_writer):
            if was_cut:
                side.transport.abort()
            else:
                side.close()  # an ordinary end: what is still on its way arrives

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counted: bool) -> bool:
        """Returns whether the line was cut."""
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if counted and self._left is not None:
                    if len(data) >= self._left:
                        writer.write(data[: self._left - 1])
                        self._left = None
                        self.cuts += 1
                        return True
                    self._left -= len(data)
                writer.write(data)
                await writer.drain()
        return False

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@asynccontextmanager
async def cutting_proxy(upstream_port: int) -> AsyncIterator[CuttingProxy]:
    proxy = CuttingProxy(upstream_port)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        await proxy.end()
