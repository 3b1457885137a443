"""Clients over the network, written after protocol.md: they reconnect with their position and record every frame."""

import asyncio
import json
import random
import uuid
from collections.abc import AsyncIterator
from itertools import cycle
from typing import Any

import httpx2
import websockets
from websockets.exceptions import WebSocketException

from chaos.follower import ENDED
from chaos.history import History

_RETRY_SECONDS = (0.0, 0.05, 0.1, 0.25, 0.5)
_SILENCE_SECONDS = 20.0
_RECORDED_FIELDS = (
    *("type", "id", "at", "merged", "message_id", "status", "content", "length", "sha256", "mode", "code"),
    *("tool_call_id", "success"),
)
_RECORDED_MESSAGE_FIELDS = ("id", "status", "content", "length", "sha256")

BRIEFS = (
    "New video: We open on Saturday. Coffee is free. Come in.",
    "write a 90 word voice-over about tea",
    "use ocean colours",
    "Hello",
)


class Client:
    """One follower of one project. `pause`: seconds that it takes to read a frame."""

    def __init__(
        self, name: str, project: str, token: str, addresses: list[str], history: History, pause: float = 0.0
    ) -> None:
        self.name = name
        self.project = project
        self.position: str | None = None
        self.ended: set[str] = set()
        self.cuts = 0
        self._headers = {"Authorization": f"Bearer {token}"}
        self._addresses = cycle(addresses)
        self._history = history
        self._pause = pause

    async def follow(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            try:
                async for frame, position in self._frames(next(self._addresses)):
                    failures = 0
                    self._take(frame, position)
                    await asyncio.sleep(self._pause)
            except (OSError, WebSocketException, httpx2.HTTPError, TimeoutError):
                pass
            self.cuts += 1
            self._history.write(self.name, "cut", slow=self._pause > 0)
            await asyncio.sleep(_RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)])
            failures += 1

    def _frames(self, address: str) -> AsyncIterator[tuple[dict[str, Any], str | None]]:
        """Frames as they come, each with the position after it. Ends, or raises, when the connection does."""
        raise NotImplementedError

    def _take(self, frame: dict[str, Any], position: str | None) -> None:
        self.position = position or self.position
        recorded = {name: frame[name] for name in _RECORDED_FIELDS if name in frame}
        if frame["type"] == "snapshot":
            recorded["messages"] = [
                {name: each[name] for name in _RECORDED_MESSAGE_FIELDS if name in each} for each in frame["messages"]
            ]
            recorded["more"] = frame["project"].get("more", False)
            self.ended = self.ended if recorded["more"] else set()
            self.ended |= {each["id"] for each in frame["messages"] if each["status"] in ENDED}
        elif frame["type"] == "finalized":
            self.ended.add(frame["message_id"])
        self._history.write(self.name, "frame", project=self.project, frame=recorded)


class SocketClient(Client):
    async def _frames(self, address: str) -> AsyncIterator[tuple[dict[str, Any], str | None]]:
        url = f"ws://{address}/ws/projects/{self.project}/"
        async with websockets.connect(
            url, additional_headers=self._headers, open_timeout=5, close_timeout=1, max_size=None
        ) as socket:
            await socket.send(json.dumps({"type": "stream", "last_event_id": self.position}))
            while True:
                async with asyncio.timeout(_SILENCE_SECONDS):
                    frame = json.loads(await socket.recv())
                if frame["type"] == "request_error":
                    return
                position = frame.get("id") or frame.get("at")
                yield frame, position
                if position:
                    await socket.send(json.dumps({"type": "ack", "last_event_id": position}))


class EventSourceClient(Client):
    async def _frames(self, address: str) -> AsyncIterator[tuple[dict[str, Any], str | None]]:
        headers = {**self._headers, **({"Last-Event-ID": self.position} if self.position else {})}
        timeout = httpx2.Timeout(5, read=_SILENCE_SECONDS)
        async with (
            httpx2.AsyncClient(headers=headers, timeout=timeout, verify=False) as http,
            http.stream("GET", f"http://{address}/api/projects/{self.project}/events/") as response,
        ):
            response.raise_for_status()
            place = None
            async for line in response.aiter_lines():
                if line.startswith("id: "):
                    place = line[4:]
                elif line.startswith("data: "):
                    yield json.loads(line[6:]), place
                    place = None


class Asker:
    """Sends one message after the other, each repeated under its request id until it is accepted."""

    def __init__(self, project: str, token: str, addresses: list[str], chance: random.Random) -> None:
        self.project = project
        self.answers: list[str] = []
        self._path = f"/api/projects/{project}/messages/"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._addresses = cycle(addresses)
        self._chance = chance

    async def keep_asking(self, enough: asyncio.Event) -> None:
        async with httpx2.AsyncClient(headers=self._headers, timeout=5, verify=False) as http:
            while not enough.is_set():
                await self._ask(http, self._chance.choice(BRIEFS))
                await asyncio.sleep(self._chance.uniform(0.2, 3.0))

    async def _ask(self, http: httpx2.AsyncClient, brief: str) -> None:
        body = {"request_id": str(uuid.uuid4()), "message": brief}
        while True:
            try:
                answer = await http.post(f"http://{next(self._addresses)}{self._path}", json=body)
            except (httpx2.HTTPError, OSError):
                await asyncio.sleep(0.2)
                continue
            if answer.status_code == 201:
                self.answers.append(answer.json()["assistant_message_id"])
                return
            await asyncio.sleep(0.5)
