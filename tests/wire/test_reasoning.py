"""Thoughts over the wire: from any snapshot and any position they come to the same letters, whoever died on the way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from chatstream.wire.views import Snapshot
from tests.instance import Instance, Socket
from tests.orchestrator.llm.local_server import DONE, HEAD, Exchange, event, local_server, text_event
from tests.reader import Reader
from tests.wire.recording import Frame, joined, missed, sequence, snapshot

THOUGHTS = [f"thought {number} — " for number in range(60)]
WORDS = [f"word {number} " for number in range(30)]
_PAUSE = 0.05  # longer than words are gathered


def thought_event(text: str) -> bytes:
    return event(choices=[{"index": 0, "delta": {"reasoning_content": text}, "finish_reason": None}])


async def think_and_answer(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    for piece in [*map(thought_event, THOUGHTS), *map(text_event, WORDS)]:
        await exchange.send_piece(piece)
        await asyncio.sleep(_PAUSE)
    await exchange.send_piece(text_event(None, "stop") + DONE)
    await exchange.end()


@asynccontextmanager
async def thinking_instance(folder: Path) -> AsyncIterator[Instance]:
    async with local_server(think_and_answer) as model:
        instance = Instance(folder, LLM_MODEL="chat:thinker", CHAT_BASE_URL=model.url)
        await asyncio.to_thread(instance.start)
        try:
            yield instance
        finally:
            await asyncio.to_thread(instance.stop)


async def test_every_snapshot_and_every_position_lead_to_the_same_thoughts(tmp_path: Path) -> None:
    async with thinking_instance(tmp_path / "var") as instance:
        alice = await asyncio.to_thread(instance.make_user, "alice")
        project, taken = await alice.make_project(), []

        async def take_after_each_frame(watcher: Socket) -> None:
            while (await watcher.receive(60))["type"] != "finalized":
                taken.append(await snapshot(alice, project))

        async with alice.socket(project) as reader, alice.socket(project) as watcher, asyncio.TaskGroup() as group:
            for socket in (reader, watcher):
                await socket.send(type="stream")
                await socket.until("snapshot")
            group.create_task(take_after_each_frame(watcher))
            asked = await reader.initiate("Think first")
            events = await reader.until("reasoning")
            await asyncio.to_thread(instance.kill, "worker")  # in mid-thought
            events += await reader.until("finalized", 60, message_id=asked["assistant_message_id"])
        events = [each for each in events if "id" in each]  # without heartbeats
        last = await snapshot(alice, project)
        [_, answer] = last["messages"]
        assert (answer["reasoning"], answer["content"]) == ("".join(THOUGHTS), "".join(WORDS))
        assert [each["status"] for each in events if each["type"] == "status"] == ["thinking", "restarted", "thinking"]
        assert len({frame["at"] for frame in taken}) > 10
        for frame in [*taken, last]:
            assert _applied(frame, events) == _applied(last, []), f"from {frame['at']}"
        for cut in range(1, len(events), 7):
            frames, reconnected = await missed(alice, project, events[cut - 1]["id"])
            assert joined(frames) == joined(events[cut:])
            assert reconnected["missed_events"] == len(events) - cut


def _applied(frame: Frame, events: list[Frame]) -> list[Frame]:
    """What a reader shows who got this snapshot and then the events after it."""
    reader = Reader(Snapshot.model_validate({key: value for key, value in frame.items() if key != "storyboard"}))
    for each in events:
        if sequence(each) > sequence({"id": frame["at"]}):
            reader.apply(each)
    return reader.view()
