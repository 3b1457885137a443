"""The hub: every entry to every reader of its project, once and in order, also when wake-ups are lost."""

import asyncio
from uuid import uuid4

import pytest
import redis

from chatstream import backoff
from chatstream.follow import hub as module
from chatstream.follow.hub import Hub
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import get_log, stream_key, wake_channel
from chatstream.wire.base import now_ms
from tests.chat import until
from tests.chatstream.appends import append_without_wake_up, append_words

pytestmark = pytest.mark.usefixtures("connections")


class Listener:
    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.fallen_behind = 0

    def offer(self, entry: Entry) -> None:
        self.entries.append(entry)

    def fall_behind(self) -> None:
        self.fallen_behind += 1

    @property
    def words(self) -> str:
        return "".join(entry.event()["content"] for entry in self.entries)


@pytest.fixture
async def hub(connections: None) -> Hub:
    return Hub(get_log())


async def test_all_readers_of_a_project_get_all_of_it_and_nobody_else_does(hub: Hub) -> None:
    project, other = str(uuid4()), str(uuid4())
    alice, bob, charlie = Listener(), Listener(), Listener()
    await append_words(project, "before ")
    for listener, theirs in ((alice, project), (bob, project), (charlie, other)):
        await hub.join(theirs, listener)
    for word in ("one ", "two ", "three"):
        await append_words(project, word)
    await append_words(other, "Hello")
    await until(lambda: (alice.words, bob.words, charlie.words) == ("one two three", "one two three", "Hello"))
    assert [entry.position.seq for entry in alice.entries] == [2, 3, 4]
    for listener, theirs in ((alice, project), (bob, project), (charlie, other)):
        await hub.leave(theirs, listener)


async def test_two_readers_get_the_same_text_made_once(hub: Hub) -> None:
    project, alice, bob = str(uuid4()), Listener(), Listener()
    await hub.join(project, alice)
    await hub.join(project, bob)
    await append_words(project, "Hello")
    await until(lambda: alice.entries and bob.entries)
    assert alice.entries[0].frame is bob.entries[0].frame
    await hub.leave(project, alice)
    await hub.leave(project, bob)


async def test_what_comes_without_a_wake_up_is_found_by_polling(
    hub: Hub, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.02)
    project, alice = str(uuid4()), Listener()
    head = await append_words(project, "before")
    await hub.join(project, alice)
    append_without_wake_up(valkey, project, "Hello", head)
    await until(lambda: alice.words == "Hello")
    await hub.leave(project, alice)


async def test_a_burst_larger_than_one_read_arrives_whole(hub: Hub) -> None:
    project, alice = str(uuid4()), Listener()
    await hub.join(project, alice)
    await append_words(project, *(f"{number} " for number in range(1_700)))
    await until(lambda: len(alice.entries) == 1_700)
    assert alice.words.split() == [str(number) for number in range(1_700)]
    await hub.leave(project, alice)


async def test_a_new_log_is_nobodys_next_entry(hub: Hub, valkey: redis.Redis) -> None:
    project, alice = str(uuid4()), Listener()
    old = await append_words(project, "old")
    await hub.join(project, alice)
    valkey.delete(stream_key(project))
    await until(lambda: now_ms() > old.epoch)
    new = await append_words(project, "new")
    await until(lambda: alice.fallen_behind)
    assert alice.entries == []
    assert hub.position(project) == new
    await hub.leave(project, alice)


async def test_a_log_that_is_gone_is_noticed_by_polling(
    hub: Hub, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.02)
    project, alice = str(uuid4()), Listener()
    await append_words(project, "old")
    await hub.join(project, alice)
    valkey.flushall()
    await until(lambda: alice.fallen_behind)
    await hub.leave(project, alice)


async def test_a_hole_is_never_offered(hub: Hub, valkey: redis.Redis) -> None:
    project, alice = str(uuid4()), Listener()
    head = await append_words(project, "one")
    await hub.join(project, alice)
    append_without_wake_up(valkey, project, "three", Position(head.epoch, head.seq + 1))
    await append_words(project, "four")
    await until(lambda: alice.fallen_behind)
    assert alice.entries == []
    await hub.leave(project, alice)


async def test_when_its_connection_is_cut_the_hub_listens_again(
    hub: Hub, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 3600.0)
    monkeypatch.setattr(backoff, "PAUSES", (0.01,))
    project, alice = str(uuid4()), Listener()
    await hub.join(project, alice)
    valkey.client_kill_filter(_type="pubsub")
    await until(lambda: valkey.pubsub_numsub(wake_channel(project))[0][1])
    await append_words(project, "Hello")
    await until(lambda: alice.words == "Hello")
    await hub.leave(project, alice)


async def test_when_the_last_reader_leaves_nothing_runs_on(hub: Hub, valkey: redis.Redis) -> None:
    first, second, alice, bob = str(uuid4()), str(uuid4()), Listener(), Listener()
    await hub.join(first, alice)
    await hub.join(second, bob)
    await hub.leave(first, alice)
    await until(lambda: set(valkey.pubsub_channels()) == {b"chatstream:hub", wake_channel(second).encode()})
    await hub.leave(second, bob)
    await until(lambda: valkey.pubsub_channels() == [])
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("chatstream hub")]
    await hub.join(first, alice)
    await append_words(first, "again")
    await until(lambda: alice.words == "again")
    await hub.leave(first, alice)


async def test_a_reader_that_is_cancelled_again_while_it_leaves_has_left(hub: Hub, valkey: redis.Redis) -> None:
    project, alice = str(uuid4()), Listener()
    await hub.join(project, alice)
    async with hub._joining:  # somebody else joins
        leaving = asyncio.create_task(hub.leave(project, alice))
        for _ in range(2):
            await asyncio.sleep(0)
            leaving.cancel()
    await asyncio.wait([leaving])
    assert leaving.cancelled()
    assert valkey.pubsub_channels() == []
