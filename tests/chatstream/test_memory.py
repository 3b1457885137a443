"""A server whose memory ends refuses honestly: nothing is half appended, and answers that are under way keep every word."""

import asyncio

import pytest
from redis.exceptions import OutOfMemoryError

from chatstream import backoff
from chatstream.log import memory
from chatstream.log.event_log import Producer, get_log
from chatstream.wire.events import Delta
from tests.chatstream.make_writer import MESSAGE, PROJECT, make_writer, read_events, read_text
from tests.small_memory import SmallMemory, small_memory

__all__ = ["small_memory"]

pytestmark = pytest.mark.usefixtures("connections")

PRODUCER = Producer(str(MESSAGE), "a", 1)


def body(text: str) -> str:
    return Delta(message_id=MESSAGE, content=text).encode()


async def test_an_append_that_the_server_has_no_memory_for_changes_nothing(small_memory: SmallMemory) -> None:
    log = get_log()
    head = await log.append(PROJECT, PRODUCER, 1, [body("one ")])
    small_memory.use(1.01)
    with pytest.raises(OutOfMemoryError):
        await log.append(PROJECT, PRODUCER, 2, [body("two "), body("three")], head)
    assert len(await read_events()) == 1
    assert await log.append(PROJECT, PRODUCER, 2, [], head) == head, (
        "who only looks whether the log is theirs is answered"
    )
    await log.check_writable()
    small_memory.free()
    await log.append(PROJECT, PRODUCER, 2, [body("two "), body("three")], head)
    assert await read_text() == "one two three"


async def test_an_answer_waits_for_memory_and_goes_on(
    small_memory: SmallMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "PAUSES", (0.001,))
    async with make_writer() as writer:
        writer.delta("one ")
        await writer.flush()
        small_memory.use(0.97)
        writer.delta("two ")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(writer.flush(), 0.2)
        assert await read_text() == "one "
        small_memory.free()
        await writer.flush()
        assert not writer.spent.is_set()
    assert await read_text() == "one two "


async def test_an_answer_that_has_waited_for_too_long_is_appended_to_what_is_left(
    small_memory: SmallMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "WAIT_SECONDS", 0.0)
    small_memory.use(0.97)
    async with make_writer() as writer:
        writer.delta("all of it")
        await writer.flush()
        assert writer.spent.is_set()
    assert await read_text() == "all of it"


async def test_a_server_without_a_bound_is_never_full() -> None:
    assert not (await get_log().read_memory(PROJECT)).is_full


async def test_the_server_is_asked_once_however_many_append(
    small_memory: SmallMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_FRESH_SECONDS", 60.0)
    log = get_log()
    before = await log.read_memory(PROJECT)
    small_memory.use(1.01)
    assert {await log.read_memory(PROJECT) for _ in range(20)} == {before}
