"""The same stream over plain HTTP: an EventSource comes back with the last id it has seen, and loses nothing."""

import asyncio

import pytest
import redis

from chatstream.log.event_log import stream_key
from tests.instance import Person
from tests.wire.recording import Chunk, Recording, joined, record, snapshot, sse


async def collect(chunks, until: str) -> list[Chunk]:
    """All chunks up to and with the first of this type."""
    got = []
    async for chunk in chunks:
        got.append(chunk)
        if chunk.frame["type"] == until:
            break
    return got


async def status(person: Person, project_id: str, **query: str) -> int:
    """Of a request for events that may be answered without any."""
    async with (
        person.http() as client,
        client.stream("GET", f"/api/projects/{project_id}/events/", params=query) as response,
    ):
        return response.status_code


async def test_a_new_reader_gets_a_snapshot_with_its_place_and_then_what_happens(alice: Person) -> None:
    project = await alice.make_project()
    async with sse(alice, project) as chunks, alice.socket(project) as writer:
        first = await anext(chunks)
        assert first.frame == await snapshot(alice, project)
        assert first.id == first.frame["at"]
        await writer.initiate("write a 50 word voice-over about tea")
        live = await collect(chunks, until="finalized")
    assert [chunk.id for chunk in live] == [chunk.frame["id"] for chunk in live]
    places = [int(chunk.frame["id"].split("-")[1]) for chunk in live]
    assert places == list(range(1, len(live) + 1))


@pytest.mark.parametrize("place", ["header", "last_event_id", "lastEventId"])
async def test_a_reader_who_comes_back_gets_the_rest(alice: Person, recorded: Recording, place: str) -> None:
    cut = len(recorded.events) // 2
    position = recorded.events[cut]["id"]
    header, query = (position, {}) if place == "header" else (None, {place: position})
    async with sse(alice, recorded.project_id, header, **query) as chunks:
        *missed, reconnected = await collect(chunks, until="reconnected")
    assert joined(chunk.frame for chunk in missed) == joined(recorded.events[cut + 1 :])
    fields = {"missed_events": len(recorded.events) - cut - 1, "last_event_id": position, "mode": "replayed"}
    assert reconnected.frame == {"type": "reconnected", **fields}
    assert reconnected.id is None, "the reader's place is that of the last event"


async def test_the_header_of_a_reconnect_counts_for_more_than_the_address_it_began_with(
    alice: Person, recorded: Recording
) -> None:
    first, last = recorded.events[0]["id"], recorded.events[-1]["id"]
    async with sse(alice, recorded.project_id, last, last_event_id=first) as chunks:
        assert (await anext(chunks)).frame["last_event_id"] == last


async def test_an_unknown_position_is_answered_by_a_snapshot(alice: Person, recorded: Recording) -> None:
    async with sse(alice, recorded.project_id, "1-1") as chunks:
        first, second = await anext(chunks), await anext(chunks)
    assert first.id == first.frame["at"] == recorded.events[-1]["id"]
    assert second.frame["mode"] == "snapshot"


async def test_it_says_the_same_to_the_letter_as_a_socket(alice: Person, recorded: Recording) -> None:
    position = recorded.events[2]["id"]
    async with sse(alice, recorded.project_id, position) as chunks:
        over_http = [chunk.data for chunk in await collect(chunks, until="reconnected")]
    async with alice.socket(recorded.project_id) as socket:
        await socket.send(type="stream", last_event_id=position)
        over_socket = [await socket.connection.recv() for _ in over_http]
    assert over_http == over_socket


async def test_the_stream_of_one_answer_ends_with_it(alice: Person, recorded: Recording) -> None:
    first, second = recorded.answers
    async with sse(alice, recorded.project_id, recorded.events[0]["id"], assistant_message_id=second) as chunks:
        frames = [chunk.frame async for chunk in chunks]
    rest = [event for event in recorded.events[1:] if event.get("message_id") == second]
    assert joined(frames[:-1]) == joined(rest)
    assert frames[-1]["type"] == "reconnected"
    async with sse(alice, recorded.project_id, assistant_message_id=first) as chunks:
        assert [chunk.frame["type"] async for chunk in chunks] == ["snapshot"], "it has ended: a snapshot says it all"


async def test_the_stream_of_a_running_answer_ends_with_it_too(alice: Person) -> None:
    project = await alice.make_project()
    async with alice.socket(project) as socket:
        asked = await socket.initiate("write a 200 word voice-over about tea")
        await socket.initiate("Hello")
        async with sse(alice, project, assistant_message_id=asked["assistant_message_id"]) as chunks:
            frames = [chunk.frame async for chunk in chunks]
    assert frames[0]["type"] == "snapshot"
    assert {frame["message_id"] for frame in frames[1:]} == {asked["assistant_message_id"]}
    assert frames[-1]["type"] == "finalized"


async def test_a_reader_who_has_all_of_an_answer_is_told_to_stay_away(alice: Person, recorded: Recording) -> None:
    first, second = recorded.answers
    ends = [event["id"] for event in recorded.events if event["type"] == "finalized"]
    for answer, end in ((first, ends[0]), (first, ends[1]), (second, ends[1])):
        query = {"assistant_message_id": answer, "last_event_id": end}
        assert await status(alice, recorded.project_id, **query) == 204
    query = {"assistant_message_id": second, "last_event_id": ends[0]}
    assert await status(alice, recorded.project_id, **query) == 200


@pytest.mark.parametrize("position", ["9999999999999-1", "1-1", "0-0", "text"])
async def test_a_reader_with_an_unknown_position_is_not_told_to_stay_away(
    alice: Person, recorded: Recording, position: str
) -> None:
    async with sse(alice, recorded.project_id, position, assistant_message_id=recorded.answers[0]) as chunks:
        assert [chunk.frame["type"] async for chunk in chunks] == ["snapshot", "reconnected"]


async def test_a_reader_who_was_cut_off_before_the_log_was_lost_is_given_the_end(
    alice: Person, store: redis.Redis
) -> None:
    run = await record(alice, "write a 50 word voice-over about tea")
    store.delete(stream_key(run.project_id))
    middle = run.events[len(run.events) // 2]["id"]
    async with sse(alice, run.project_id, middle, assistant_message_id=run.answers[0]) as chunks:
        view = (await anext(chunks)).frame
    assert [message["content"] for message in view["messages"]][1:] == run.texts


async def test_a_reader_may_ask_for_a_short_response_and_goes_on_from_there(alice: Person, recorded: Recording) -> None:
    last = recorded.events[-1]["id"]
    async with asyncio.timeout(10), sse(alice, recorded.project_id, last, seconds="1") as chunks:
        assert [chunk.frame["type"] async for chunk in chunks] == ["reconnected"]
    for seconds in ("0", "301", "-1", "1.5", "ever", ""):
        assert await status(alice, recorded.project_id, seconds=seconds) == 400


async def test_no_proxy_keeps_or_gathers_it(alice: Person) -> None:
    project = await alice.make_project()
    async with (
        alice.http() as client,
        client.stream("GET", f"/api/projects/{project}/events/") as response,
    ):
        lines = response.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Accel-Buffering"] == "no"
        assert "Content-Length" not in response.headers
