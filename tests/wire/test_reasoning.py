"""Thoughts over the wire: from any snapshot and any position they come to the same letters, whoever died on the way."""

import asyncio

from chatstream.wire.views import Snapshot
from tests.instance import Instance, Socket
from tests.reader import Reader
from tests.wire.recording import Frame, joined, missed, sequence, snapshot
from tests.wire.thinking_model import THOUGHTS, WORDS


async def test_every_snapshot_and_every_position_lead_to_the_same_thoughts(with_models: Instance) -> None:
    instance = with_models
    alice = await asyncio.to_thread(instance.make_user, "alice")
    project, taken = await alice.make_project(), []
    async with alice.http() as client:
        await client.put(f"/api/projects/{project}/model/", json={"model": "chat:thinker"})

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
