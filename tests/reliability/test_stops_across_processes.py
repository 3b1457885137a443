"""R13: Stop is pressed at the web server, the worker is another process, and the provider a third: it is left at once."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median

import pytest
from django.conf import settings

from chatstream.run.stops import CHANNEL
from chatstream.testing.fault_proxy import FaultProxy, Line
from tests.instance import Instance, Person, Socket
from tests.reliability.endless_model import EndlessModel, endless_model
from tests.reliability.readers import answer_of
from tests.wire.recording import Frame, text_of

pytestmark = pytest.mark.site

AT_ONCE_SECONDS = 0.5
BY_THE_BEAT_SECONDS = 2.5
BUSY = 2  # so many times as long is allowed to the slowest one: this machine may have other work


class LineThatLosesStops(FaultProxy):
    """As long as `loses` is set, the word that a run should end is not handed on; everything else is."""

    loses = False
    lost = 0

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: Line) -> bool:
        while data := await reader.read(65_536):
            if self.loses and (stops := data.count(b"message\r\n$%d\r\n%s" % (len(CHANNEL), CHANNEL.encode()))):
                self.lost += stops  # several may come in one piece
                continue
            writer.write(data)
            await writer.drain()
        return False


@pytest.fixture(scope="module")
async def model() -> AsyncIterator[EndlessModel]:
    async with endless_model() as running:
        yield running


@pytest.fixture(scope="module")
async def line(valkey_server: str) -> AsyncIterator[LineThatLosesStops]:
    """Between Valkey and everything else."""
    proxy = LineThatLosesStops(lambda: asyncio.open_unix_connection(str(settings.VALKEY_SOCKET)))
    async with proxy.listening(f"{settings.VALKEY_SOCKET}.line"):
        yield proxy


@pytest.fixture(scope="module")
async def alice(
    model: EndlessModel, line: LineThatLosesStops, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Person]:
    instance = Instance(
        tmp_path_factory.mktemp("stops"),
        REDIS_URL=f"unix://{settings.VALKEY_SOCKET}.line",
        LLM_MODEL="chat:endless",
        LLM_CONCURRENCY="20",
        CHAT_API_KEY="a key",
        CHAT_BASE_URL=model.url,
    )
    try:
        await asyncio.to_thread(instance.start)
        yield await asyncio.to_thread(instance.make_user, "alice")
    finally:
        await asyncio.to_thread(instance.stop)


@dataclass
class Running:
    """An answer that is being written, and somebody who reads it."""

    message: str
    project: str
    answer: str
    socket: Socket
    events: list[Frame]

    async def stop(self) -> float:
        """When it was pressed (monotonic)."""
        pressed = time.monotonic()
        await self.socket.send(type="stop", assistant_message_id=self.answer)
        return pressed


@asynccontextmanager
async def twenty_answers(alice: Person, brief: str) -> AsyncIterator[list[Running]]:
    """Each in a project of its own; some words of each have been read."""
    async with AsyncExitStack() as stack:

        async def begin(message: str) -> Running:
            project = await alice.make_project()
            socket = await stack.enter_async_context(alice.socket(project))
            await socket.send(type="stream")
            answer = (await socket.initiate(message))["assistant_message_id"]
            return Running(message, project, answer, socket, await socket.until("delta"))

        yield await asyncio.gather(*[begin(f"{brief} {number}") for number in range(20)])


async def keeps_what_was_shown(alice: Person, stopped: Running) -> None:
    all_events = stopped.events + await stopped.socket.until("finalized")
    assert (all_events[-1]["message_id"], all_events[-1]["status"]) == (stopped.answer, "cancelled")
    assert all_events[-1]["content"] == text_of(all_events, stopped.answer) != ""
    row = await answer_of(alice, stopped.project, stopped.answer)
    assert (row["status"], row["content"]) == ("cancelled", all_events[-1]["content"])


async def test_the_provider_is_left_within_half_a_second_of_stop(alice: Person, model: EndlessModel) -> None:
    waited = []
    async with twenty_answers(alice, "Stop me") as running:
        for answer in running:
            pressed = await answer.stop()
            waited.append(await model.is_left(answer.message) - pressed)
        for answer in running:
            await keeps_what_was_shown(alice, answer)
    assert median(waited) <= AT_ONCE_SECONDS
    assert max(waited) <= AT_ONCE_SECONDS * BUSY


async def test_the_provider_is_left_with_the_next_beat_if_the_word_is_lost(
    alice: Person, model: EndlessModel, line: LineThatLosesStops
) -> None:
    async def stopped(answer: Running, delay: float) -> float:
        await asyncio.sleep(delay)
        pressed = await answer.stop()
        return await model.is_left(answer.message) - pressed

    line.loses = True
    async with twenty_answers(alice, "Lose me") as running:
        # Pressed all over a beat.
        waited = await asyncio.gather(*[stopped(answer, number / 10) for number, answer in enumerate(running)])
        for answer in running:
            await keeps_what_was_shown(alice, answer)
    line.loses = False
    assert line.lost == len(running)
    assert max(waited) > AT_ONCE_SECONDS, "the word was heard all the same"
    assert median(waited) <= BY_THE_BEAT_SECONDS
    assert max(waited) <= BY_THE_BEAT_SECONDS * BUSY
