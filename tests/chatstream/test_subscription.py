"""One reader: everything after its position, once and in order, however often it lags."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
import redis

from chatstream.follow import hub as hub_module
from chatstream.follow import subscription as module
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import PAGE
from tests.chatstream.appends import append_without_wake_up, append_words
from tests.chatstream.conftest import Follow

pytestmark = pytest.mark.usefixtures("connections")


def words(entries: list[Entry]) -> str:
    return "".join(entry.event()["content"] for entry in entries)


async def read(step: Callable[[], Awaitable[list[Entry]]], until: Position) -> list[Entry]:
    """What `step` gives, again and again, up to and with this position."""
    got: list[Entry] = []
    async with asyncio.timeout(15):
        while not got or got[-1].position < until:
            got += await step()
    return got


@pytest.mark.parametrize("place", range(5))
async def test_from_every_position_it_is_given_what_comes_after(follow: Follow, project: str, place: int) -> None:
    spoken = ["a", "b", "c", "d", "e"]
    head = await append_words(project, *spoken)
    position = Position(head.epoch, place) if place else START
    async with follow(position) as reader:
        missed = await reader.catch_up()
        assert words(missed) == "".join(spoken[place:])
        assert sum(entry.merged for entry in missed) == len(spoken) - place
        assert await reader.catch_up() == []


async def test_more_than_a_page_is_caught_up_with_page_by_page(follow: Follow, project: str) -> None:
    head = await append_words(project, *("x" for _ in range(PAGE + 500)))
    head = await append_words(project, *("y" for _ in range(PAGE)))
    async with follow(START) as reader:
        pages = [await reader.catch_up(), await reader.catch_up(), await reader.catch_up(), await reader.catch_up()]
    assert pages[-1] == []
    missed = [entry for page in pages for entry in page]
    assert words(missed) == "x" * (PAGE + 500) + "y" * PAGE
    assert missed[-1].position == head


async def test_nothing_slips_between_what_was_missed_and_what_is_live(follow: Follow, project: str) -> None:
    async def keep_talking() -> Position:
        for number in range(300):
            head = await append_words(project, f"{number} ")
        return head

    first = await append_words(project, "begin ")
    talking = asyncio.create_task(keep_talking())
    for _ in range(5):
        await first_heard(follow, first)
    async with follow(first) as reader:
        heard = await read(reader.next, await talking)
    assert words(heard).split() == [str(number) for number in range(300)]
    assert Counter(entry.position for entry in heard).most_common(1)[0][1] == 1


async def first_heard(follow: Follow, position: Position) -> None:
    async with follow(position) as reader:
        assert words(await reader.next()).startswith("0 ")


async def test_a_reader_who_falls_behind_catches_up_with_merged_deltas(
    follow: Follow, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUEUE_CHARS", 400)
    first = await append_words(project, "0 ")
    async with follow(first) as slow, follow(first) as quick:
        assert await slow.catch_up() == await quick.catch_up() == []
        for number in range(1, 50):
            head = await append_words(project, f"{number} ")
            await read(quick.next, head)
        heard = await read(slow.next, head)
    assert words(heard).split() == [str(number) for number in range(1, 50)]
    assert sum(entry.merged for entry in heard) == 49
    assert len(heard) < 10, "what could not be queued came merged"


async def test_a_hole_in_what_it_is_offered_is_filled_from_the_log(follow: Follow, project: str) -> None:
    head = await append_words(project, "one ")
    async with follow(head) as reader:
        assert await reader.catch_up() == []
        last = Position(head.epoch, head.seq + 2)
        reader.offer(Entry(last, '{"type":"delta","ts":1,"content":"three"}'))
        assert await append_words(project, "two ", "three") == last
        assert words(await read(reader.next, last)) == "two three"


async def test_a_lost_wake_up_costs_a_poll_and_no_more(
    follow: Follow, project: str, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 0.02)
    head = await append_words(project, "before")
    async with follow(head) as reader:
        assert await reader.catch_up() == []
        unheard = append_without_wake_up(valkey, project, "Hello", head)
        assert words(await read(reader.next, unheard)) == "Hello"


async def test_the_reader_of_an_empty_log_hears_its_first_word(follow: Follow, project: str) -> None:
    async with follow(START) as reader:
        assert await reader.catch_up() == []
        head = await append_words(project, "Hello")
        assert words(await read(reader.next, head)) == "Hello"


async def test_to_stop_waiting_loses_nothing(follow: Follow, project: str) -> None:
    """The feed stops waiting for every heartbeat, and whenever its reader leaves."""
    first = await append_words(project, "0 ")
    heard: list[Entry] = []
    async with follow(first) as reader:
        for number in range(1, 60):
            head = await append_words(project, f"{number} ")
            waiting = asyncio.ensure_future(reader.next())
            for _ in range(number % 7):
                await asyncio.sleep(0)
            waiting.cancel()
            [result] = await asyncio.gather(waiting, return_exceptions=True)
            heard += result if isinstance(result, list) else []
        while not heard or heard[-1].position < head:
            heard += await asyncio.wait_for(reader.next(), 15)
    assert words(heard).split() == [str(number) for number in range(1, 60)]
