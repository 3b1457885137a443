"""A writer gathers words, keeps the order, repeats after a lost answer, and stops when another owner appends."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError

from chatstream import backoff
from chatstream.log import gathering
from chatstream.log.event_log import Log, Producer, get_log
from chatstream.log.writer import BATCH
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Delta, Status
from tests.chatstream.make_writer import MESSAGE, PROJECT, make_writer, read_events, read_text

pytestmark = pytest.mark.usefixtures("connections")

THINKING = Status(message_id=MESSAGE, status="thinking", attempt=1)


def fail(monkeypatch: pytest.MonkeyPatch, times: int, having_done_it: bool) -> None:
    """Let the next appends fail: before anything was appended, or with only the answer lost."""
    append, failures = Log.append, iter(range(times))

    async def unlucky(*args: Any) -> Any:
        if next(failures, None) is None:
            return await append(*args)
        if having_done_it:
            await append(*args)
        raise ConnectionError("the connection is gone")

    monkeypatch.setattr(Log, "append", unlucky)
    monkeypatch.setattr(backoff, "PAUSES", (0.001,))


async def test_words_are_gathered_and_keep_their_place_among_the_events() -> None:
    async with make_writer() as writer:
        for word in ("a", "b", "c"):
            writer.delta(word)
        writer.emit(THINKING)
        writer.delta("d")
        writer.delta("e")
        await writer.flush()
    assert [(event["type"], event.get("content")) for event in await read_events()] == [
        ("delta", "abc"),
        ("status", None),
        ("delta", "de"),
    ]


async def test_reasoning_is_gathered_apart_from_the_words_however_they_are_mixed() -> None:
    async with make_writer() as writer:
        for think, say in (("a", "1"), ("b", "2")):
            writer.reasoning(think)
            writer.reasoning(think)
            writer.delta(say)
            writer.delta(say)
        writer.emit(THINKING)
        writer.reasoning("c")
        await writer.flush()
    assert [(event["type"], event.get("content")) for event in await read_events()] == [
        ("reasoning", "aabb"), ("delta", "1122"), ("status", None), ("reasoning", "c"),
    ]  # fmt: skip


async def test_the_first_word_does_not_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LEAST_SECONDS", 3_600)
    async with make_writer() as writer:
        writer.delta("a")
        await writer.flush()
        assert await read_text() == "a"


async def test_the_first_word_does_not_wait_for_the_event_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LEAST_SECONDS", 3_600)
    async with make_writer() as writer:
        writer.emit(THINKING)
        await writer.flush()
        writer.delta("a")
        await writer.flush()
        assert await read_text() == "a"


async def test_flush_with_nothing_to_append_returns() -> None:
    async with make_writer() as writer:
        await writer.flush()
    assert await read_events() == []


async def test_more_than_a_batch_arrives_in_order() -> None:
    async with make_writer() as writer:
        for number in range(2 * BATCH + 5):
            writer.emit(Delta(message_id=MESSAGE, content=f"{number} "))
        await writer.flush()
    assert await read_text() == "".join(f"{number} " for number in range(2 * BATCH + 5))


@pytest.mark.parametrize("having_done_it", [False, True], ids=["unreachable", "answer lost"])
async def test_nothing_is_lost_or_doubled_when_appends_fail(
    monkeypatch: pytest.MonkeyPatch, having_done_it: bool
) -> None:
    async with make_writer() as writer:
        writer.delta("before ")
        await writer.flush()
        fail(monkeypatch, times=7, having_done_it=having_done_it)
        for number in range(30):
            writer.delta(f"{number} ")
            if number % 10 == 0:
                writer.emit(THINKING)
            await asyncio.sleep(0.002)  # some words come while the log is away
        await writer.flush()
    assert await read_text() == "before " + "".join(f"{number} " for number in range(30))
    assert [event["type"] for event in await read_events()].count("status") == 3


async def test_a_writer_whose_message_has_another_owner_stops() -> None:
    async with make_writer(fence=1) as old, make_writer(fence=2) as new:
        old.delta("old ")
        await old.flush()
        new.delta("new ")
        await new.flush()
        old.delta("never appended")
        with pytest.raises(Fenced):
            await old.flush()
        assert old.fenced.is_set()
    assert await read_text() == "old new "


async def test_a_project_has_room_for_many_producers() -> None:
    log, other = get_log(), uuid4()
    async with make_writer() as writer:
        writer.delta("a")
        await writer.flush()
        await log.append(PROJECT, Producer(str(other), "worker", 1), 1, [Delta(message_id=other, content="b").encode()])
        writer.delta("c")
        await writer.flush()
    assert await read_text() == "abc"
