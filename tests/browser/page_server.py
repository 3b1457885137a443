"""Our pages and modules over HTTP, where a browser may keep what it has: for the pages that many tests open one after another."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.browser.rendering import ORIGIN, Found, find


class PageServer:
    """It breaks the line of whoever asks for anything else, and keeps the address in `strays`."""

    port: int

    def __init__(self) -> None:
        self.strays: list[str] = []

    @property
    def rule(self) -> str:
        """For a browser, under which it finds this server, and nobody elsewhere."""
        here = f"MAP {ORIGIN.removeprefix('http://')}:80 127.0.0.1:{self.port}"
        return f"{here}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, address, _ = head.decode("latin1").split(" ", 2)
                found = find(address) if method == "GET" else None
                if found is None:
                    # A line that breaks with bytes unread is a reset to the browser, else an empty answer: always the second.
                    await reader.readexactly(_content_length(head))
                    self.strays.append(ORIGIN + address)
                    break
                writer.write(_response(found))
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.transport.abort()


def _content_length(head: bytes) -> int:
    stated = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return int(stated[1]) if stated else 0


def _response(found: Found) -> bytes:
    lines = [f"{name}: {value}" for name, value in found.headers.items()]
    lines += [f"Content-Length: {len(found.body)}", f"Cache-Control: {'no-store' if found.is_page else 'max-age=3600'}"]
    return "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""]).encode() + found.body


@asynccontextmanager
async def page_server() -> AsyncIterator[PageServer]:
    running = PageServer()
    server = await asyncio.start_server(running._serve, "127.0.0.1", 0)
    running.port = server.sockets[0].getsockname()[1]
    yield running
    server.close()
