"""Readers of one project who come back by themselves, and what they must hold in the end."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from chaos.clients import Client, EventSourceClient, SocketClient
from chaos.follower import Follower
from chaos.history import History, Record
from chatstream.cancellation import cancel_and_wait
from tests.instance import Person
from tests.wire.recording import snapshot


class Readers:
    def __init__(self, history: History, clients: Sequence[Client]) -> None:
        self.history = history
        self.clients = clients

    @property
    def frames(self) -> list[Record]:
        return [record for record in self.history.records if record["kind"] == "frame"]

    async def until(self, condition) -> None:
        async with asyncio.timeout(60):
            while not all(condition(client) for client in self.clients):
                await asyncio.sleep(0.02)

    async def wait_for_end_of(self, answer: str) -> None:
        await self.until(lambda client: answer in client.ended)

    async def wait_for_words(self) -> None:
        """Everyone has been sent some words of the answer."""
        names = {client.name for client in self.clients}
        async with asyncio.timeout(30):
            while {record["who"] for record in self.frames if record["frame"]["type"] == "delta"} != names:
                await asyncio.sleep(0.02)

    def views(self) -> list[Follower]:
        """What each of them holds by the frames it was sent."""
        views = {client.name: Follower(client.name) for client in self.clients}
        for record in self.frames:
            views[record["who"]].apply(record["frame"])
        return list(views.values())


@asynccontextmanager
async def connected_readers(
    person: Person, project: str, people: int, event_sources: int = 0, addresses: Sequence[str] = ()
) -> AsyncIterator[Readers]:
    """`people` with a WebSocket each and so many event sources, all of them caught up. They go round the addresses."""
    history = History()
    token = person.headers["Authorization"].removeprefix("Bearer ")
    where = list(addresses) or [f"127.0.0.1:{person.instance.port}"]
    clients = [
        *(SocketClient(f"reader {number}", project, token, where, history) for number in range(people)),
        *(EventSourceClient(f"source {number}", project, token, where, history) for number in range(event_sources)),
    ]
    following = [asyncio.create_task(client.follow()) for client in clients]
    try:
        gathered = Readers(history, clients)
        await gathered.until(lambda client: client.position is not None)
        yield gathered
    finally:
        await cancel_and_wait(*following)


async def ask(person: Person, project: str, message: str) -> str:
    async with person.socket(project) as socket:
        return (await socket.initiate(message))["assistant_message_id"]


async def check_answer(person: Person, project: str, answer: str, readers: Readers, status: str = "success") -> None:
    """Everyone sees the end of the answer, missed nothing, and holds it as its row has it."""
    await readers.wait_for_end_of(answer)
    row = await answer_of(person, project, answer)
    assert row["status"] == status
    for view in readers.views():
        assert view.problems == []
        assert view.texts[answer] == row["content"]


async def answer_of(person: Person, project: str, answer: str) -> Record:
    [row] = [message for message in (await snapshot(person, project))["messages"] if message["id"] == answer]
    return row
