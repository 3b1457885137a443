"""What one `stream` request gets, whatever door it came through."""

import asyncio
import json
import weakref
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from uuid import UUID, uuid4

import pytest
import redis

from chatstream.follow import feed as module
from chatstream.follow import hub
from chatstream.follow.feed import Feed, open_feed
from chatstream.follow.outgoing import Outgoing
from chatstream.log.entries import START, Position
from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from chatstream.wire.views import Snapshot
from tests.chatstream.appends import ANSWER, append_end, append_words
from tests.chatstream.stub_backend import StubBackend, answer_view

pytestmark = pytest.mark.usefixtures("connections", "stub")


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubBackend]:
    """A project behind the feed, and a hub that polls often."""
    backend = StubBackend()
    monkeypatch.setattr(module, "get_backend", lambda: backend)
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.02)
    return backend


@pytest.fixture
def project() -> str:
    return str(uuid4())


async def frames(feed: Feed, asked: str | None, until: Callable[[dict], bool] = lambda frame: False) -> list[dict]:
    """What the feed yields: up to the frame that is waited for, or to its end."""
    got = []
    async with asyncio.timeout(15), aclosing(feed.frames(asked)) as outgoing:
        async for frame in outgoing:
            got.append(json.loads(frame.text))
            if until(got[-1]):
                break
    return got


def types(got: list[dict]) -> list[str]:
    return [frame["type"] for frame in got]


def is_a(kind: str) -> Callable[[dict], bool]:
    return lambda frame: frame["type"] == kind


async def test_a_quiet_stream_has_heartbeats_with_the_head_of_its_log(
    project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.02)
    head = await append_words(project, "Hello")
    feed = await open_feed(None, project)
    got: list[Outgoing] = []
    async with asyncio.timeout(15), aclosing(feed.frames(None)) as outgoing:
        async for frame in outgoing:
            got.append(frame)
            if len(got) == 4:
                break
    assert [json.loads(frame.text) for frame in got[1:]] == [{"type": "heartbeat", "head": str(head)}] * 3
    assert [frame.position for frame in got] == [head, None, None, None], "a heartbeat is no place to come back to"


async def test_a_busy_stream_has_its_heartbeats_too(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of one answer hears nothing of the others: only the heartbeat says that the stream lives."""
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.05)

    async def keep_talking() -> None:
        while True:
            await append_words(project, "x")

    await append_words(project, "Hello")
    talking = asyncio.create_task(keep_talking())
    got = await frames(await open_feed(None, project, UUID(int=1)), None, until=is_a("heartbeat"))
    talking.cancel()
    await asyncio.gather(talking, return_exceptions=True)
    assert types(got) == ["snapshot", "heartbeat"]


async def test_a_reader_of_one_answer_is_done_with_it(project: str) -> None:
    await append_words(project, "one ")
    feed = await open_feed(None, project, ANSWER)
    reading = asyncio.create_task(frames(feed, None))
    await asyncio.sleep(0)
    await append_end(project, UUID(int=1))
    await append_words(project, "two")
    await append_end(project)
    got = await reading
    assert types(got)[0] == "snapshot"
    assert types(got)[-1] == "finalized"
    assert {frame["message_id"] for frame in got[1:]} == {str(ANSWER)}


@pytest.mark.parametrize("place", range(1, 4))
async def test_a_reader_of_an_answer_that_has_ended_gets_the_rest_and_no_more(
    project: str, stub: StubBackend, place: int
) -> None:
    epoch = (await append_words(project, "one ", "two")).epoch
    await append_end(project)
    await append_end(project, UUID(int=1))
    stub.ended = {ANSWER}
    got = await frames(await open_feed(None, project, ANSWER), f"{epoch}-{place}")
    assert types(got) == ["delta", "finalized", "reconnected"][place - 1 :]


async def test_whoever_has_all_of_an_answer_needs_no_stream(project: str, stub: StubBackend) -> None:
    epoch = (await append_words(project, "one ", "two")).epoch
    last = await append_end(project)
    await append_end(project, UUID(int=1))
    feed = await open_feed(None, project, ANSWER)
    assert not await feed.has_nothing_after(str(last)), "it may go on"
    stub.ended = {ANSWER}
    feed = await open_feed(None, project, ANSWER)
    assert await feed.has_nothing_after(str(last))
    assert await feed.has_nothing_after(f"{epoch}-4")
    for position in (f"{epoch}-1", f"{epoch}-2", f"{epoch}-0", f"{epoch}-99", f"{epoch + 1}-1", "1-1", "0-0", "x"):
        assert not await feed.has_nothing_after(position), position


async def test_the_rest_of_an_answer_may_come_after_pages_of_others(project: str, stub: StubBackend) -> None:
    first = await append_end(project, UUID(int=1))
    for _ in range(2):
        await append_words(project, *("x" for _ in range(2_000)))
    await append_end(project, UUID(int=2))
    stub.ended = {UUID(int=2)}
    feed = await open_feed(None, project, UUID(int=2))
    assert not await feed.has_nothing_after(str(first))
    assert types(await frames(feed, str(first))) == ["finalized", "reconnected"]


async def test_a_live_reader_whose_log_is_lost_gets_a_snapshot_and_reconnected(
    project: str, valkey: redis.Redis
) -> None:
    old = await append_words(project, "old")
    feed = await open_feed(None, project)
    got: list[dict] = []
    async with asyncio.timeout(15), aclosing(feed.frames(str(old))) as outgoing:
        async for frame in outgoing:
            got.append(json.loads(frame.text))
            if len(got) == 1:
                valkey.flushall()
            if len(got) == 3:
                new = await append_words(project, "new")
            if types(got)[-1] == "delta":
                break
    assert types(got) == ["reconnected", "snapshot", "reconnected", "delta"]
    assert got[1]["at"] == str(START)
    assert got[2] == {"type": "reconnected", "missed_events": 0, "last_event_id": str(old), "mode": "snapshot"}
    assert Position.parse(got[3]["id"]) == new


async def test_an_end_whose_log_came_and_went_unread_is_found_by_another_snapshot(
    project: str, stub: StubBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody appends it again: it was appended, and the log is as empty as before."""
    monkeypatch.setattr(module, "HEARTBEAT_SECONDS", 0.02)
    stub.messages = [answer_view("running")]
    got: list[dict] = []
    async with asyncio.timeout(15), aclosing((await open_feed(None, project)).frames(None)) as outgoing:
        async for frame in outgoing:
            got.append(json.loads(frame.text))
            if len(got) == 3:
                stub.messages = [answer_view("success")]
            if len(got) == 8:
                break
    statuses = [frame["messages"][0]["status"] for frame in got if frame["type"] == "snapshot"]
    assert statuses == ["running", "running", "success"]
    assert types(got)[-3:] == ["heartbeat"] * 3, "there is nothing more to look for"


async def test_a_reader_who_got_an_end_does_not_get_it_again_from_another_log(project: str, stub: StubBackend) -> None:
    """A process was suspended between reading an event's row and appending it, and its first log was lost meanwhile."""
    stub.messages = [answer_view("success")]
    got: list[dict] = []
    async with asyncio.timeout(15), aclosing((await open_feed(None, project)).frames(None)) as outgoing:
        async for frame in outgoing:
            got.append(json.loads(frame.text))
            if len(got) == 1:
                appended_again = await append_end(project)
            if got[-1].get("type") == "reconnected":
                break
    assert types(got) == ["snapshot", "snapshot", "reconnected"]
    assert got[1]["at"] == str(appended_again)


async def test_nothing_is_left_behind_when_a_reader_leaves(project: str, valkey: redis.Redis) -> None:
    await append_words(project, "Hello")
    feed = await open_feed(None, project)
    outgoing: AsyncGenerator[Outgoing] = feed.frames(None)
    await anext(outgoing)
    waiting = asyncio.ensure_future(anext(outgoing))
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await outgoing.aclose()
    assert valkey.pubsub_channels() == []
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("chatstream hub")]


async def test_a_reader_who_stays_does_not_keep_the_snapshot_it_was_sent(project: str, stub: StubBackend) -> None:
    """It holds all messages of a page: with each socket there would be one more."""
    await append_words(project, "Hello")
    made: list[weakref.ref[Snapshot]] = []
    take = stub.snapshot

    async def remembered(user: object, stream: str) -> Snapshot:
        snapshot = await take(user, stream)
        made.append(weakref.ref(snapshot))
        return snapshot

    stub.snapshot = remembered  # type: ignore[method-assign]
    feed = await open_feed(None, project)
    async with asyncio.timeout(15), aclosing(feed.frames(None)) as outgoing:
        await anext(outgoing)
        await append_words(project, " again")
        assert json.loads((await anext(outgoing)).text)["type"] == "delta"
        assert [snapshot() for snapshot in made] == [None]


async def test_an_event_that_an_older_server_wrote_too_large_is_passed_over_by_a_snapshot(project: str) -> None:
    """It would close the socket, and its reader would come back for it for ever."""
    asked = str(await append_words(project, "One "))
    await append_words(project, "x" * SERVER_FRAME_MAX_BYTES)
    newest = await append_words(project, "three")
    got = await frames(await open_feed(None, project), asked, lambda frame: frame["type"] == "reconnected")
    assert types(got) == ["snapshot", "reconnected"]
    assert (got[0]["at"], got[1]["mode"]) == (str(newest), "snapshot")
