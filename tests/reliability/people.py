"""People who come and go: they follow projects over both doors, are cut off, ask, stop some answers and retry some."""

import asyncio
import os
import random
import uuid
from contextlib import suppress
from pathlib import Path

import httpx

from chaos.clients import BRIEFS, Client, EventSourceClient, SocketClient
from chaos.history import History
from chatstream.cancellation import cancel_and_wait
from chatstream.testing.fault_proxy import FaultProxy
from tests.instance import Person

_FOLLOWS_SECONDS = (0.2, 8.0)
_AWAY_SECONDS = (0.0, 2.0)
_THINKS_SECONDS = (0.1, 2.0)
_UNTIL_CUT_SECONDS = (1.0, 4.0)
_PATIENCE_SECONDS = 120.0  # it is not judged how fast a busy machine answers
_SLOW_SECONDS = 0.05  # for each frame: they fall behind, and are given merged pages of what they missed
_STOPPED = 0.15  # of all answers
_RETRIED = 0.15


class People:
    """Three readers of each project, one of them slow, and one who asks there. `answers`: what was asked for, by status."""

    def __init__(self, person: Person, projects: list[str], chance: random.Random) -> None:
        self.answers = {"success": 0, "cancelled": 0, "error": 0}
        self.visits = 0
        self.cuts = 0
        self._person = person
        self._projects = projects
        self._chance = chance

    async def live(self, seconds: float) -> None:
        """For so long, and until what was asked for has been answered; then nobody is there any more."""
        line = FaultProxy(lambda: asyncio.open_connection("127.0.0.1", self._person.instance.port))
        nowhere = History(Path(os.devnull))
        async with line.listening() as port, self._person.http() as http:
            http.timeout = httpx.Timeout(_PATIENCE_SECONDS)
            readers = [reader for project in self._projects for reader in self._readers(project, port, nowhere)]
            coming = [self._come_and_go(reader) for reader in readers]
            others = [asyncio.create_task(each) for each in (*coming, self._cut_now_and_then(line))]
            end_at = asyncio.get_running_loop().time() + seconds
            try:
                await asyncio.gather(*[self._keep_asking(http, project, end_at) for project in self._projects])
            finally:
                await cancel_and_wait(*others)
                nowhere.close()
                self.cuts += line.cuts

    def _readers(self, project: str, port: int, history: History) -> list[Client]:
        token = self._person.headers["Authorization"].removeprefix("Bearer ")
        place = ("reader", project, token, [f"127.0.0.1:{port}"], history)
        return [SocketClient(*place), SocketClient(*place, pause=_SLOW_SECONDS), EventSourceClient(*place)]

    async def _come_and_go(self, reader: Client) -> None:
        while True:
            following = asyncio.create_task(reader.follow())
            try:
                await asyncio.sleep(self._chance.uniform(*_FOLLOWS_SECONDS))
            finally:
                await cancel_and_wait(following)
            self.visits += 1
            reader.position = self._chance.choice([reader.position, None])
            await asyncio.sleep(self._chance.uniform(*_AWAY_SECONDS))

    async def _cut_now_and_then(self, line: FaultProxy) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(*_UNTIL_CUT_SECONDS))
            await line.cut()

    async def _keep_asking(self, http: httpx.AsyncClient, project: str, end_at: float) -> None:
        answer, brief = "", ""
        while asyncio.get_running_loop().time() < end_at:
            if answer and self._chance.random() < _RETRIED:
                answer = await self._send(http, f"/api/messages/{answer}/retry/", {})
            else:
                brief = self._chance.choice(BRIEFS)
                answer = await self._send(http, f"/api/projects/{project}/messages/", {"message": brief})
            if self._chance.random() < _STOPPED:
                await asyncio.sleep(self._chance.uniform(0.0, 0.5))
                with suppress(httpx.TransportError):
                    await http.post(f"/api/messages/{answer}/stop/")
            self.answers[await self._end_of(http, project, answer)] += 1
            await asyncio.sleep(self._chance.uniform(*_THINKS_SECONDS))

    async def _send(self, http: httpx.AsyncClient, path: str, body: dict[str, str]) -> str:
        """A server closes an idle connection when it likes, also under a request: then the same one is sent again."""
        request = {"request_id": str(uuid.uuid4()), **body}
        while True:
            with suppress(httpx.TransportError):
                response = await http.post(path, json=request)
                assert response.is_success, response.text
                return response.json()["assistant_message_id"]

    async def _end_of(self, http: httpx.AsyncClient, project: str, answer: str) -> str:
        """Its status, from the event source of this one answer, which closes at the end."""
        while True:
            with suppress(httpx.TransportError):
                await http.get(f"/api/projects/{project}/events/", params={"assistant_message_id": answer})
            with suppress(httpx.TransportError):
                messages = (await http.get(f"/api/projects/{project}/")).json()["messages"]
                status = next(message["status"] for message in messages if message["id"] == answer)
                if status in self.answers:
                    return status
