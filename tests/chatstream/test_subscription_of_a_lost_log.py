"""A reader whose place in the log is gone is told so: it is never moved to another one."""

import asyncio

import pytest
import redis

from chatstream.follow import hub as hub_module
from chatstream.log.entries import START, Entry, Position
from chatstream.log.event_log import Log, stream_key
from chatstream.wire.base import now_ms
from chatstream.wire.errors import PositionLost
from tests.chat import until
from tests.chatstream.appends import append_words
from tests.chatstream.conftest import Follow

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.parametrize("then", ["nothing", "a new one"])
async def test_a_live_reader_learns_that_its_log_is_gone(
    follow: Follow, project: str, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 0.02)
    old = await append_words(project, "old")
    async with follow(old) as reader:
        assert await reader.catch_up() == []
        valkey.flushall()
        if then == "a new one":
            await until(lambda: now_ms() > old.epoch)
            await append_words(project, "new")
        with pytest.raises(PositionLost):
            await asyncio.wait_for(reader.next(), 15)


async def test_a_position_that_was_trimmed_away_is_lost(follow: Follow, project: str, valkey: redis.Redis) -> None:
    head = await append_words(project, "a", "b", "c")
    valkey.xtrim(stream_key(project), minid=str(head), approximate=False)
    for place in (1, 2):
        async with follow(Position(head.epoch, place)) as reader:
            with pytest.raises(PositionLost):
                await reader.catch_up()
    async with follow(START) as reader:
        with pytest.raises(PositionLost):
            await reader.catch_up()


@pytest.mark.parametrize("seq", [0, 4, 10**15])
async def test_a_position_that_never_was_is_lost(follow: Follow, project: str, seq: int) -> None:
    head = await append_words(project, "a", "b", "c")
    async with follow(Position(head.epoch, seq)) as reader:
        with pytest.raises(PositionLost):
            await reader.catch_up()


async def test_a_reader_of_a_new_log_does_not_spin_while_the_hub_remembers_the_old_one(
    follow: Follow, project: str, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "POLL_SECONDS", 0.5)
    reads, read_missed = 0, Log.read_missed

    async def counted(log: Log, stream: str, position: Position) -> list[Entry]:
        nonlocal reads
        reads += 1
        return await read_missed(log, stream, position)

    async with follow(await append_words(project, "old")) as old:
        assert await old.catch_up() == []
        valkey.flushall()
        monkeypatch.setattr(Log, "read_missed", counted)
        async with follow(START) as new, asyncio.timeout(15):
            assert await new.catch_up() == []
    assert 1 < reads <= 0.5 / 0.02 + 10
