"""A run's voice: gathers words, keeps the order, repeats after a lost answer, falls silent when another speaks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis.exceptions import ConnectionError

from chatstream import writer as writer_module
from chatstream.errors import Fenced
from chatstream.events import Delta, Event, Status
from chatstream.log import Log, Speaker, get_log
from chatstream.resume import START, Position
from chatstream.writer import BATCH, Writer

pytestmark = pytest.mark.usefixtures("connections")

PROJECT, MESSAGE = UUID(int=1), UUID(int=2)
THINKING = Status(message_id=MESSAGE, status="thinking", attempt=1)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


def make_writer(
    fence: int = 1, still_owner: Callable[[], Awaitable[bool]] = yes, restate: Callable[[], list[Event]] = list
) -> Writer:
    return Writer(get_log(), PROJECT, MESSAGE, fence, START, still_owner, restate)


async def told() -> list[dict[str, Any]]:
    [entries] = await get_log().read_after([(PROJECT, START)])
    return [entry.event() for entry in entries]


async def text() -> str:
    return "".join(event["content"] for event in await told() if event["type"] == "delta")


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
    monkeypatch.setattr(writer_module, "_RETRY_SECONDS", (0.001,))


async def test_words_are_gathered_and_keep_their_place_among_the_events() -> None:
    async with make_writer() as writer:
        for word in ("a", "b", "c"):
            writer.delta(word)
        writer.emit(THINKING)
        writer.delta("d")
        writer.delta("e")
        await writer.flush()
    assert [(event["type"], event.get("content")) for event in await told()] == [
        ("delta", "abc"),
        ("status", None),
        ("delta", "de"),
    ]


async def test_the_first_word_does_not_wait_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "GATHER_SECONDS", 3_600)
    async with make_writer() as writer:
        writer.delta("a")
        await writer.flush()
        assert await text() == "a"


async def test_flush_with_nothing_to_say_returns() -> None:
    async with make_writer() as writer:
        await writer.flush()
    assert await told() == []


async def test_more_than_a_batch_arrives_in_order() -> None:
    async with make_writer() as writer:
        for number in range(2 * BATCH + 5):
            writer.emit(Delta(message_id=MESSAGE, content=f"{number} "))
        await writer.flush()
    assert await text() == "".join(f"{number} " for number in range(2 * BATCH + 5))


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
    assert await text() == "before " + "".join(f"{number} " for number in range(30))
    assert [event["type"] for event in await told()].count("status") == 3


async def test_a_writer_whose_message_has_another_owner_falls_silent() -> None:
    async with make_writer(fence=1) as old, make_writer(fence=2) as new:
        old.delta("old ")
        await old.flush()
        new.delta("new ")
        await new.flush()
        old.delta("never said")
        with pytest.raises(Fenced):
            await old.flush()
        assert old.fenced.is_set()
    assert await text() == "old new "


async def test_a_lost_log_is_told_everything_that_stands(valkey: Any) -> None:
    said = ["Hello, "]
    stands = Status(message_id=MESSAGE, status="restarted", attempt=1, content="Hello, Bob")

    async with make_writer(restate=lambda: [stands]) as writer:
        writer.delta(said[0])
        await writer.flush()
        valkey.flushall()
        writer.delta("Bob")  # is part of what stands by now, and not said again
        await writer.flush()
        writer.delta("!")
        await writer.flush()
    assert [event.get("content") for event in await told()] == ["Hello, Bob", "!"]


async def test_a_lost_log_that_fails_again_while_it_is_put_right(valkey: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stands = Status(message_id=MESSAGE, status="restarted", attempt=1, content="Hello, Bob")
    async with make_writer(restate=lambda: [stands]) as writer:
        writer.delta("Hello, ")
        await writer.flush()
        valkey.flushall()
        outcomes = iter(["lost", "unreachable", "answer lost"])

        def unlucky(ask: Callable[..., Awaitable[Position]]) -> Callable[..., Awaitable[Position]]:
            async def asked(*args: Any) -> Position:
                outcome = next(outcomes, "")
                if outcome == "unreachable":
                    raise ConnectionError
                head = await ask(*args)
                if outcome == "answer lost":
                    raise ConnectionError
                return head

            return asked

        monkeypatch.setattr(Log, "append", unlucky(Log.append))
        monkeypatch.setattr(Log, "head", unlucky(Log.head))
        monkeypatch.setattr(writer_module, "_RETRY_SECONDS", (0.001,))
        writer.delta("Bob")
        await writer.flush()
    assert [event.get("content") for event in await told()] == ["Hello, Bob"]


async def test_who_is_no_longer_the_owner_says_nothing_to_a_new_log(valkey: Any) -> None:
    async with make_writer(still_owner=no) as writer:
        writer.delta("Hello, ")
        await writer.flush()
        valkey.flushall()
        writer.delta("Bob")
        with pytest.raises(Fenced):
            await writer.flush()
    assert await told() == []


async def test_a_project_has_room_for_many_voices() -> None:
    log, other = get_log(), uuid4()
    async with make_writer() as writer:
        writer.delta("a")
        await writer.flush()
        await log.append(PROJECT, Speaker(str(other), "worker", 1), 1, [Delta(message_id=other, content="b").encode()])
        writer.delta("c")
        await writer.flush()
    assert await text() == "abc"
