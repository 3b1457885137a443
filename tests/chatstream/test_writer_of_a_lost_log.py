"""A writer whose log is lost restates what stands, if its run still owns the message."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import redis
from redis.exceptions import ConnectionError

from chatstream import backoff
from chatstream.log.entries import Position
from chatstream.log.event_log import Log
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Status
from tests.chatstream.make_writer import MESSAGE, make_writer, no, read_events

pytestmark = pytest.mark.usefixtures("connections")

STANDS = Status(message_id=MESSAGE, status="restarted", attempt=1, content="Hello, Bob")


async def test_a_lost_log_is_told_everything_that_stands(valkey: redis.Redis) -> None:
    async with make_writer(restate=lambda: [STANDS]) as writer:
        writer.delta("Hello, ")
        await writer.flush()
        valkey.flushall()
        writer.delta("Bob")  # is part of what stands by now, and not said again
        await writer.flush()
        writer.delta("!")
        await writer.flush()
    assert [event.get("content") for event in await read_events()] == ["Hello, Bob", "!"]


async def test_words_that_come_while_the_loss_is_noticed_are_said_once(
    valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with make_writer(restate=lambda: [STANDS]) as writer:
        writer.delta("Hello, ")
        await writer.flush()
        valkey.flushall()
        append, words = Log.append, iter(["Bob"])

        async def append_while_words_come(*args: Any) -> Position:
            for word in words:
                writer.delta(word)
            return await append(*args)

        monkeypatch.setattr(Log, "append", append_while_words_come)
        writer.emit(STANDS)
        await writer.flush()
    assert [event.get("content") for event in await read_events()] == ["Hello, Bob"]


async def test_a_lost_log_that_fails_again_while_it_is_put_right(
    valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with make_writer(restate=lambda: [STANDS]) as writer:
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
        monkeypatch.setattr(backoff, "PAUSES", (0.001,))
        writer.delta("Bob")
        await writer.flush()
    assert [event.get("content") for event in await read_events()] == ["Hello, Bob"]


async def test_who_is_no_longer_the_owner_says_nothing_to_a_new_log(valkey: redis.Redis) -> None:
    async with make_writer(still_owner=no) as writer:
        writer.delta("Hello, ")
        await writer.flush()
        valkey.flushall()
        writer.delta("Bob")
        with pytest.raises(Fenced):
            await writer.flush()
    assert await read_events() == []
