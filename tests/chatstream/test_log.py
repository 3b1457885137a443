"""The log: its positions are dense, its producers fenced, and repeats are skipped."""

from uuid import uuid4

import pytest

from chatstream.log.entries import START
from chatstream.log.event_log import Producer, committed_event, get_log, server_key, stream_key
from chatstream.wire.base import now_ms
from chatstream.wire.errors import Fenced, LogLost

pytestmark = pytest.mark.usefixtures("connections")


def body(word: str) -> str:
    return f'{{"type":"delta","ts":1,"content":"{word}"}}'


def a_millisecond_passes() -> None:
    """An epoch is a time in ms, and no log is made and lost within one outside of a test."""
    before = now_ms()
    while now_ms() == before:
        pass


async def test_positions_are_dense_and_in_order() -> None:
    log, project = get_log(), str(uuid4())
    producer = Producer("run", "alice", fence=1)
    first = await log.append(project, producer, 1, [body("a"), body("b")])
    second = await log.append(project, producer, 3, [body("c")], first)
    [entries] = await log.read_after([(project, START)])
    assert [entry.position.seq for entry in entries] == [1, 2, 3]
    assert {entry.position.epoch for entry in entries} == {first.epoch} == {second.epoch}
    assert await log.head(project) == second


async def test_a_repeat_after_a_lost_answer_is_not_doubled() -> None:
    log, project = get_log(), str(uuid4())
    producer = Producer("run", "alice", fence=1)
    await log.append(project, producer, 1, [body("a"), body("b")])
    head = await log.append(project, producer, 2, [body("b"), body("c")])
    [entries] = await log.read_after([(project, START)])
    assert "".join(entry.event()["content"] for entry in entries) == "abc"
    assert head.seq == 3


async def test_an_owner_with_a_lower_fence_is_refused() -> None:
    log, project = get_log(), str(uuid4())
    await log.append(project, Producer("run", "alice", fence=1), 1, [body("a")])
    await log.append(project, Producer("run", "bob", fence=2), 1, [body("b")])
    with pytest.raises(Fenced):
        await log.append(project, Producer("run", "alice", fence=1), 2, [body("c")])
    assert (await log.head(project)).seq == 2


async def test_two_writers_cannot_share_a_fence() -> None:
    log, project = get_log(), str(uuid4())
    await log.append(project, Producer("run", "alice", fence=1), 1, [body("a")])
    with pytest.raises(Fenced):
        await log.append(project, Producer("run", "bob", fence=1), 1, [body("b")])


async def test_a_committed_event_is_appended_once_however_often_it_is_repeated() -> None:
    log, project, key = get_log(), str(uuid4()), uuid4()
    for _ in range(3):
        await log.append(project, committed_event(key), 1, [body("a")])
    assert (await log.head(project)).seq == 1


async def test_a_writer_learns_that_its_log_was_lost(valkey) -> None:
    log, project = get_log(), str(uuid4())
    producer = Producer("run", "alice", fence=1)
    known = await log.append(project, producer, 1, [body("a")])
    valkey.flushall()
    a_millisecond_passes()
    with pytest.raises(LogLost):
        await log.append(project, producer, 2, [body("b")], known)
    fresh = await log.append(project, producer, 1, [body("ab")])
    assert fresh.epoch > known.epoch
    assert fresh.seq == 1


async def test_a_log_that_went_back_in_time_is_not_continued(valkey) -> None:
    """After a failover the newest entries may be gone: their ids must never name other events."""
    log, project = get_log(), str(uuid4())
    producer = Producer("run", "alice", fence=1)
    known = await log.append(project, producer, 1, [body("a"), body("b")])
    valkey.xdel(stream_key(project), str(known))
    a_millisecond_passes()
    with pytest.raises(LogLost):
        await log.append(project, producer, 3, [body("c")], known)
    fresh = await log.append(project, producer, 1, [body("abc")])
    assert fresh.epoch != known.epoch


async def test_every_key_of_a_log_ends_by_itself(valkey) -> None:
    log, project = get_log(), str(uuid4())
    await log.append(project, Producer("run", "alice", fence=1), 1, [body("a")])
    await log.append(project, committed_event(uuid4()), 1, [body("b")])
    keys = list(valkey.scan_iter())
    assert len(keys) == 4  # the log, the server it is on, and a state for each producer
    assert all(0 < valkey.ttl(key) <= 86_400 * 1.001 for key in keys)


async def test_a_log_is_there_for_a_day_after_its_last_event(valkey) -> None:
    log, project, producer = get_log(), str(uuid4()), Producer("run", "alice", fence=1)
    await log.append(project, producer, 1, [body("a")])
    for key in (stream_key(project), server_key(project)):
        valkey.expire(key, 3_600)  # as if an hour were left
    await log.append(project, producer, 2, [body("b")])
    assert all(valkey.ttl(key) >= 86_400 for key in (stream_key(project), server_key(project)))
