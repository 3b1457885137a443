"""One client of each kind: it connects, checks the words that come, counts frames, and can be cut and come back."""

import asyncio
import json
import re
import time
from random import Random
from typing import Any
from uuid import uuid4

from bench.clients.sse import EventStream
from bench.clients.websocket import WebSocket
from bench.words import Words

RECONNECT_SECONDS = 0.05  # the same for every kind
_CONTENT = b'"content":"'


class Follower:
    """What all kinds share.

    `cuts`: the chance, per token, that the connection drops; the same seed cuts at the same tokens. `checked`: whether
    the tokens are numbered ones.
    """

    def __init__(
        self,
        host: str,
        port: int,
        path: str,
        token: str = "",
        cuts: float = 0.0,
        seed: int = 0,
        checked: bool = True,
    ) -> None:
        self.checked = checked
        self.host, self.port, self.path, self.token = host, port, path, token
        self.words = Words()
        self.sent_at = self.answered_at = 0.0
        self.frames = self.bytes = self.cut_count = 0
        self.open = self.ended = self.left = False
        self.ready = asyncio.Event()  # the connection is open and, of ours, caught up
        self.connection: Any = None
        self._cuts, self._random = cuts, Random(seed)
        self._cut_at = self._next_cut(0)

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    async def connect(self) -> None:
        await asyncio.get_running_loop().create_connection(self._protocol, self.host, self.port)

    def send_message(self, message: str) -> None:
        """Send the message that starts an answer."""

    def acknowledge(self) -> None:
        """Once a second, where the protocol wants it."""

    def leave(self) -> None:
        """Close the connection and do not reconnect."""
        self.left = True
        self.connection.cut()

    def _protocol(self) -> asyncio.Protocol:
        raise NotImplementedError

    def _take(self, text: bytes) -> None:
        self.answered_at = self.answered_at or time.monotonic()
        if not self.checked:
            return
        self.words.take(text)
        if self.words.arrived >= self._cut_at:
            self._cut_at = self._next_cut(self.words.arrived)
            self.cut_count += 1
            self.open = False
            self.connection.cut()

    def _next_cut(self, after: int) -> float:
        return after + 1 + int(self._random.expovariate(self._cuts)) if self._cuts else float("inf")

    def _lost(self, *_: object) -> None:
        self.open = False
        if not (self.ended or self.left):
            asyncio.get_running_loop().call_later(RECONNECT_SECONDS, self._come_back)

    def _come_back(self) -> None:
        self.task = asyncio.ensure_future(self.connect())


class Receiver(Follower):
    """Counts the frames of a socket that sends by itself: the floor."""

    def _protocol(self) -> asyncio.Protocol:
        self.connection = WebSocket(self.address, self.path, self.token, self._opened, self._text, self._lost)
        return self.connection

    def _opened(self) -> None:
        self.open = True
        self.ready.set()

    def _text(self, payload: bytes) -> None:
        self.frames += 1
        self.bytes += len(payload)


class ChannelsFollower(Receiver):
    """A client of the tutorials' consumer: a JSON message out, one frame per token back."""

    def send_message(self, message: str) -> None:
        self.connection.send(json.dumps({"message": message}).encode())

    def _text(self, payload: bytes) -> None:
        super()._text(payload)
        if b'"done"' in payload:
            self.ended = True
            return
        at = payload.find(_CONTENT) if _CONTENT in payload else payload.find(b'"content": "') + 1
        self._take(payload[at + len(_CONTENT) : -2])


class ProductFollower(Receiver):
    """A client of ours, as docs/protocol.md says: a position, acknowledgements, a stream that is taken up again."""

    def __init__(self, *arguments: Any, position: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.position = position
        self._acknowledged = position

    def send_message(self, message: str) -> None:
        self.sent_at = time.monotonic()
        self.connection.send(json.dumps({"type": "initiate", "request_id": str(uuid4()), "message": message}).encode())

    def acknowledge(self) -> None:
        if self.open and self.position != self._acknowledged:
            self._acknowledged = self.position
            self.connection.send(b'{"type":"ack","last_event_id":"%b"}' % self.position.encode())

    def _opened(self) -> None:
        self.open = True
        position = {"last_event_id": self.position} if self.position else {}
        self.connection.send(json.dumps({"type": "stream", **position}).encode())

    def _text(self, payload: bytes) -> None:
        super()._text(payload)
        if payload.startswith(b'{"id":"'):
            self.position = payload[7 : payload.index(b'"', 7)].decode()
            kind = payload[: payload.find(b'"message_id"')]
            if b'"type":"delta"' in kind:
                self._take(payload[payload.rindex(_CONTENT) + len(_CONTENT) : -2])
            elif b'"type":"finalized"' in kind:
                self.ended = True
        elif payload.startswith(b'{"type":"snapshot"'):
            self.position = json.loads(payload)["at"]
            self.ready.set()
        elif payload.startswith(b'{"type":"reconnected"'):
            self.ready.set()
        elif payload.startswith(b'{"type":"request_error"'):
            raise ValueError(payload.decode())


class ResumableFollower(Follower):
    """A client of resumable-stream: it comes back with the number of characters that it has."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._rest = b""

    def _protocol(self) -> asyncio.Protocol:
        separator = "&" if "?" in self.path else "?"
        path = f"{self.path}{separator}resumeAt={self.bytes}" if self.bytes else self.path
        self.open = True
        self.ready.set()
        self.connection = EventStream(self.address, path, self._data, self._end)
        return self.connection

    def _data(self, data: bytes) -> None:
        self.bytes += len(data)
        *events, self._rest = (self._rest + data).split(b"\n\n")
        self.frames += len(events)
        for event in events:
            if event == b"data: [DONE]":
                self.ended = True
            elif _CONTENT in event:
                self._take(event[event.index(_CONTENT) + len(_CONTENT) : -2])

    def _end(self, status: int) -> None:
        self.open = False
        if not status:
            self._lost()


class DoorFollower(Follower):
    """Reads one answer at a door for Server-Sent Events. `pattern`: finds the words of an event. It does not come back."""

    def __init__(self, *arguments: Any, pattern: str, headers: dict[str, str], body: str = "", **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._pattern = re.compile(pattern.encode())
        self._headers = {"Authorization": f"Bearer {self.token}", **headers}
        self._body = body
        self._rest = b""

    def _protocol(self) -> asyncio.Protocol:
        self.open = True
        self.ready.set()
        self.connection = EventStream(self.address, self.path, self._data, self._end, self._headers, self._body)
        return self.connection

    def _data(self, data: bytes) -> None:
        self.bytes += len(data)
        *events, self._rest = (self._rest + data).split(b"\n\n")
        self.frames += len(events)
        for event in events:
            if found := self._pattern.search(event):
                self._take(found[1])

    def _end(self, status: int) -> None:
        self.open, self.ended = False, True


KINDS: dict[str, type[Follower]] = {
    "floor": Receiver,
    "tutorial": ChannelsFollower,
    "product": ProductFollower,
    "resumable": ResumableFollower,
    "door": DoorFollower,
}
