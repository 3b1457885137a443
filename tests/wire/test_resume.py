"""Whoever was away is given exactly what they missed, wherever they were cut off."""

import asyncio

from tests.instance import Person
from tests.wire.recording import Recording, count, joined, missed, record, text_of


async def test_a_reader_without_a_position_gets_a_snapshot_and_then_what_happens(alice: Person) -> None:
    project = await alice.make_project("Coffee")
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        snapshot = await socket.receive()
        assert snapshot["type"] == "snapshot"
        assert snapshot["project"]["title"] == "Coffee"
        assert snapshot["messages"] == []
        await socket.send(type="initiate", request_id="0a8a2b1e-7c3e-4f0e-9d0a-0c7d3a8d1b11", message="Hello")
        frames = await socket.until("finalized")
    assert [frame["role"] for frame in frames if frame["type"] == "message_created"] == ["user", "assistant"]


async def test_events_are_numbered_without_a_hole(recorded: Recording) -> None:
    epochs = {event["id"].split("-")[0] for event in recorded.events}
    numbers = [int(event["id"].split("-")[1]) for event in recorded.events]
    assert len(epochs) == 1
    assert numbers == list(range(1, len(numbers) + 1))


async def test_the_final_text_is_every_delta_put_together(recorded: Recording) -> None:
    for answer, text in zip(recorded.answers, recorded.texts, strict=True):
        assert text_of(recorded.events, answer) == text
    assert len(recorded.texts[0].split()) == 200


async def test_from_every_position_exactly_the_rest_is_replayed(alice: Person, recorded: Recording) -> None:
    doors = asyncio.Semaphore(8)

    async def come_back(place: int) -> None:
        position = recorded.events[place]["id"]
        async with doors:
            frames, reconnected = await missed(alice, recorded.project_id, position)
        rest = recorded.events[place + 1 :]
        assert joined(frames) == joined(rest)
        assert count(frames) == len(rest)
        fields = {"missed_events": len(rest), "last_event_id": position, "mode": "replayed"}
        assert reconnected == {"type": "reconnected", **fields}

    await asyncio.gather(*(come_back(place) for place in range(len(recorded.events))))


async def test_after_what_was_missed_the_stream_goes_on(alice: Person) -> None:
    recorded = await record(alice, "Hello")
    project = recorded.project_id
    async with alice.socket(project) as socket, alice.socket(project) as writer:
        await socket.send(type="stream", last_event_id=recorded.events[-3]["id"])
        replayed = (await socket.until("reconnected"))[:-1]
        asked = await writer.initiate("Hello")
        live = await socket.until("finalized", message_id=asked["assistant_message_id"])
    numbers = [int(frame["id"].split("-")[1]) for frame in replayed + live]
    assert count(replayed) == 2
    assert numbers[-1] == len(recorded.events) + count(live)


async def test_a_reader_who_is_cut_off_again_and_again_in_mid_run_loses_nothing(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as uncut, alice.socket(project) as writer:
        await uncut.send(type="stream")
        await uncut.until("snapshot")
        asked = await writer.initiate("write a 300 word voice-over about coffee")
        all_frames = [await uncut.receive()]
        everything = all_frames[:]
        while all_frames[-1]["type"] != "finalized":
            async with alice.socket(project) as socket:
                await socket.send(type="stream", last_event_id=all_frames[-1]["id"])
                *while_away, _ = await socket.until("reconnected")
                all_frames += while_away or [await socket.receive()]
        everything += await uncut.until("finalized", message_id=asked["assistant_message_id"])
    assert joined(all_frames) == joined(everything)
