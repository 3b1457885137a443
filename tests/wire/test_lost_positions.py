"""A position that cannot be served is answered by a snapshot, said out loud: never by a silent hole."""

import pytest
import redis

from chatstream.log.event_log import stream_key
from tests.instance import Person
from tests.wire.recording import Recording, missed, record, snapshot

EPOCH = "{epoch}"  # stands for the epoch of the log that is asked

NO_POSITIONS = {
    "another epoch": "1-1",
    "an epoch to come": "9999999999999-1",
    "further than the log": f"{EPOCH}-999999",
    "before the first event": f"{EPOCH}-0",
    "the start of any log": "0-0",
    "huge": "9999999999999999-9999999999999999",
    "too long for a number": f"{'9' * 30}-{'9' * 30}",
    "negative": f"-{EPOCH}-1",
    "a negative sequence": f"{EPOCH}--1",
    "the end of the log, in the words of Valkey": "+",
    "an open interval, in the words of Valkey": f"({EPOCH}-1",
    "an epoch alone": EPOCH,
    "text": "the last one, please",
    "other digits": "١٢٣-٤",
    "white space": f" {EPOCH}-1",
    "a line break": f"{EPOCH}-1\n",
    "nothing": "",
}


@pytest.mark.parametrize("position", NO_POSITIONS.values(), ids=NO_POSITIONS)
async def test_what_is_no_position_is_answered_by_a_snapshot(alice: Person, recorded: Recording, position: str) -> None:
    position = position.replace(EPOCH, recorded.events[0]["id"].split("-")[0])
    async with alice.socket(recorded.project_id) as socket:
        await socket.send(type="stream", last_event_id=position)
        view, reconnected = await socket.receive(), await socket.receive()
        assert view == await snapshot(alice, recorded.project_id)
        fields = {"missed_events": 0, "last_event_id": position, "mode": "snapshot"}
        assert reconnected == {"type": "reconnected", **fields}
        await socket.send(type="stream", last_event_id=view["at"])
        assert (await socket.receive())["mode"] == "replayed"


async def test_a_position_that_was_trimmed_away_is_answered_by_a_snapshot(alice: Person, store: redis.Redis) -> None:
    run = await record(alice, "write a 100 word voice-over about tea")
    old, oldest, *_, newest = [event["id"] for event in run.events]
    store.xtrim(stream_key(run.project_id), minid=oldest, approximate=False)
    [view], reconnected = await missed(alice, run.project_id, old)
    assert reconnected["mode"] == "snapshot"
    assert view["at"] == newest
    assert [message["content"] for message in view["messages"]][1:] == run.texts
    assert (await missed(alice, run.project_id, oldest))[1]["mode"] == "replayed"


async def test_a_log_that_is_gone_is_answered_by_a_snapshot(alice: Person, store: redis.Redis) -> None:
    run = await record(alice, "Hello")
    store.delete(stream_key(run.project_id))
    [view], reconnected = await missed(alice, run.project_id, run.events[0]["id"])
    assert reconnected["mode"] == "snapshot"
    assert [message["content"] for message in view["messages"]][1:] == run.texts


async def test_a_log_that_came_and_went_in_the_meantime_is_answered_by_a_snapshot(
    alice: Person, store: redis.Redis
) -> None:
    """Alice's second tab fell asleep over an empty project, and woke up long after its log had expired."""
    project = await alice.make_project()
    asleep = (await snapshot(alice, project))["at"]
    async with alice.socket(project) as socket:
        await socket.send(type="stream")
        await socket.initiate("Hello")
        await socket.until("finalized")
    store.delete(stream_key(project))
    frames, reconnected = await missed(alice, project, asleep)
    assert reconnected["mode"] == "snapshot"
    assert len(frames[0]["messages"]) == 2


async def test_a_log_that_is_lost_in_mid_run_costs_no_letter(alice: Person, store: redis.Redis) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as reader, alice.socket(project) as writer:
        await reader.send(type="stream")
        await writer.initiate("write a 1000 word voice-over about coffee")
        await reader.until("delta")
        store.delete(stream_key(project))
        frames = await reader.until("finalized")
    view = ""
    for frame in frames:
        if frame["type"] == "snapshot":
            view = frame["messages"][1]["content"]
        elif frame.get("status") == "restarted":
            view = frame["content"]
        elif frame["type"] == "delta":
            view += frame["content"]
    assert view == frames[-1]["content"]
    assert len(view.split()) == 1000
    assert "snapshot" in [frame["type"] for frame in frames]


async def test_a_reader_who_was_live_when_the_log_was_lost_is_given_a_snapshot(
    alice: Person, store: redis.Redis
) -> None:
    run = await record(alice, "Hello")
    async with alice.socket(run.project_id) as socket:
        await socket.send(type="stream", last_event_id=run.events[-1]["id"])
        await socket.until("reconnected")
        store.delete(stream_key(run.project_id))
        view, reconnected = await socket.receive(), await socket.receive()
        assert [message["content"] for message in view["messages"]][1:] == run.texts
        assert reconnected["mode"] == "snapshot"
        assert reconnected["last_event_id"] == run.events[-1]["id"]
        asked = await socket.initiate("Hello again")
        await socket.until("finalized", message_id=asked["assistant_message_id"])
