"""Stays connected and follows the stream, however often the connection is cut: steps 1 to 12 of "How to write a client"."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

from chatstream.client.connections import Connection, Connections
from chatstream.client.errors import ConnectionLost, EventMissing, StreamGone
from chatstream.client.follower import Follower
from chatstream.client.requests import PendingRequests, stop_key
from chatstream.client.state import ENDED

_ROOM = 1000  # frames that nobody has taken yet; then the next ones are not read
_PASSING = ("unavailable", "rate_limited")  # refusals of a `stream` that say nothing about its position

Frame = dict[str, Any]


class Session:
    """`run` puts snapshots and events, each once and in order, where `take` finds them. `answer`: follow that one alone."""

    def __init__(self, connections: Connections, position: str | None, answer: str | None) -> None:
        self.requests = PendingRequests()
        self._connections = connections
        self._follower = Follower(position, has_gaps=answer is not None)
        self._answer = answer
        self._frames: deque[Frame] = deque()
        self._arrived = asyncio.Event()
        self._has_room = asyncio.Event()
        self._connection: Connection | None = None
        self._asked_with: str | None = None
        self._live = asyncio.Event()
        self._ended = False

    async def run(self) -> None:
        """Until it is cancelled, or the followed answer has ended. Raises StreamEnded."""
        try:
            while not self._ended:
                await self._connect()
        finally:
            self._arrived.set()

    def take(self) -> Frame | None:
        """The next snapshot or event, if it is here."""
        self._has_room.set()
        return self._frames.popleft() if self._frames else None

    async def wait(self) -> None:
        """Until something has come, or `run` has ended."""
        self._arrived.clear()
        await self._arrived.wait()

    async def request(self, key: str, frame: Frame) -> "asyncio.Future[Any]":
        """The future of its answer. It is sent now, or when the stream has caught up."""
        answer = self.requests.add(key, frame)
        self._has_room.set()  # events that nobody takes are no reason not to hear the answer
        if self._live.is_set() and self._connection is not None:
            with suppress(ConnectionLost):  # `run` notices too
                await self._connection.send(frame)
        return answer

    async def reconnect(self) -> None:
        """Cut the connection without a word, and wait until another one has caught up."""
        await self._live.wait()
        assert self._connection is not None
        self._live.clear()
        self._connection.abort()
        await self._live.wait()

    async def _connect(self) -> None:
        try:
            async with self._connections.open() as connection:
                await self._follow(connection)
        except EventMissing:  # it resumes from our position, then asks for a snapshot; if that fails too, slowly
            if self._follower.doubts > 2:
                await asyncio.sleep(self._connections.failed())
        except ConnectionLost as lost:
            await asyncio.sleep(max(self._connections.failed(), lost.retry_after))
        finally:
            self._connection = None
            self._live.clear()

    async def _follow(self, connection: Connection) -> None:
        self._connection, self._asked_with = connection, self._follower.resume()
        fields = {"last_event_id": self._asked_with, "assistant_message_id": self._answer}
        await connection.send({"type": "stream", **{name: value for name, value in fields.items() if value}})
        while not self._ended:
            try:
                async with asyncio.timeout(self._follower.seconds_left()):
                    frame = await connection.receive()
            except TimeoutError:
                raise ConnectionLost("nothing was heard") from None
            await self._handle(connection, frame)

    async def _handle(self, connection: Connection, frame: Frame) -> None:
        match frame["type"]:
            case _ if "id" in frame:
                if self._follower.accept(frame):
                    await self._pass_on(connection, frame)
            case "snapshot":
                self._follower.replace(frame["at"])
                await self._pass_on(connection, frame)
                if self._asked_with is None:
                    await self._go_live(connection)
            case "reconnected":
                await self._go_live(connection)
            case "heartbeat":
                self._follower.set_head(frame["head"])
            case "initiated" | "decided" | "steered":
                self.requests.answer(frame)
            case "request_error":
                self._refused(frame)
            case "project_deleted":
                raise StreamGone(4504, "The stream was deleted.")

    async def _pass_on(self, connection: Connection, frame: Frame) -> None:
        self._connections.succeeded()
        self._note_ends(frame)
        self._frames.append(frame)
        self._arrived.set()
        while len(self._frames) >= _ROOM and not self.requests:
            self._has_room.clear()
            await self._has_room.wait()
        await connection.send({"type": "ack", "last_event_id": self._follower.position})

    def _note_ends(self, frame: Frame) -> None:
        """A `stop` has no other answer than the end of what it stopped."""
        ended = [each["id"] for each in frame.get("messages", ()) if each["status"] in ENDED]
        if frame["type"] == "finalized":
            ended.append(frame["message_id"])
        for message_id in ended:
            self.requests.resolve(stop_key(message_id))
        self._ended = self._ended or self._answer in ended

    async def _go_live(self, connection: Connection) -> None:
        self._connections.succeeded()
        self._live.set()
        for frame in self.requests:
            await connection.send(frame)

    def _refused(self, frame: Frame) -> None:
        if frame.get("request_id"):
            self.requests.answer(frame)
        elif (
            not self._live.is_set()
        ):  # only our `stream` can have been refused: nothing would ever come on this connection
            if frame["code"] not in _PASSING:
                self._follower.doubts += 1
            raise ConnectionLost(f"refused: {frame['detail']}", frame.get("retry_after") or 0)
