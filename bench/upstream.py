"""A model server that streams at a set pace, for whoever asks: the same one for us and for every rival.

It speaks Chat Completions, Responses and Anthropic's Messages, by the path that is asked for.

The last user message is the command: `pace=50 tokens=1000` (a second; in all). `plain` asks for words of five
characters in place of numbered ones, `markdown` for a text with headings, lists, tables and code.
"""

import asyncio
import re
import sys
from typing import Any

from bench.bench_run import BenchRun
from bench.peers import Peer, serve
from bench.upstream_dialects import events_of
from bench.words import MARKDOWN, make_word

_WANTED = re.compile(rb"pace=(\d+) tokens=(\d+)(?: (plain|markdown))?")
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


class Upstream(Peer):
    """The server as the bench sees it."""

    def __init__(self, run: BenchRun) -> None:
        super().__init__(run, "bench.upstream")
        self.url = f"http://127.0.0.1:{self.ask('port')}/v1"

    def count(self) -> dict[str, int]:
        """`sent`: tokens so far; `live`: streams that run; `finished`: streams that came to their end."""
        answer: dict[str, int] = self.ask("count")
        return answer


class _Server:
    def __init__(self) -> None:
        self.sent = self.live = self.finished = 0
        self.listening: asyncio.Server | None = None

    async def port(self) -> int:
        self.listening = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        number: int = self.listening.sockets[0].getsockname()[1]
        return number

    async def count(self) -> dict[str, int]:
        return {"sent": self.sent, "live": self.live, "finished": self.finished}


class _Connection(asyncio.Protocol):
    """One stream at a time; the connection is kept for the next."""

    def __init__(self, server: _Server) -> None:
        self.server = server
        self.read = b""
        self.timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self.loop = asyncio.get_running_loop()

    def connection_lost(self, error: Exception | None) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.server.live -= 1

    def data_received(self, data: bytes) -> None:
        self.read += data
        head, ended, body = self.read.partition(b"\r\n\r\n")
        if not ended or len(body) < int(found[1] if (found := _LENGTH.search(head)) else 0):
            return
        self.read = b""
        self.events = events_of(head)
        wanted = _WANTED.findall(body)[-1]
        self.pace, self.tokens, self.form = int(wanted[0]), int(wanted[1]), wanted[2]
        self.number = 0
        self.began = self.loop.time()
        self.server.live += 1
        self.transport.write(_HEAD)
        if self.events.start:
            self._write(self.events.start)
        self._send_words()

    def _send_words(self) -> None:
        """The next token, and a timer for the one after it: by the clock, so that lateness does not add up."""
        if self.number == self.tokens:
            self._write(self.events.end)
            self.transport.write(b"0\r\n\r\n")
            self.timer = None
            self.server.live -= 1
            self.server.finished += 1
            return
        word = _word(self.form, self.number)
        self._write(b"%b%b%b" % (self.events.before, word, self.events.after))
        self.server.sent += 1
        self.number += 1
        self.timer = self.loop.call_at(self.began + self.number / self.pace, self._send_words)

    def _write(self, chunk: bytes) -> None:
        self.transport.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))


def _word(form: bytes, number: int) -> bytes:
    if form == b"markdown":
        return MARKDOWN[number % len(MARKDOWN)]
    return b"word " if form else make_word(number)


if __name__ == "__main__":
    import uvloop

    sys.exit(uvloop.run(serve(_Server())))
