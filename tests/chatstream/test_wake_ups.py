"""A wake-up carries the new entries: a hub that is up to date need not read, one that is not must."""

from uuid import uuid4

import pytest
import redis

from chatstream.follow.hub import Hub
from chatstream.log.event_log import get_log, wake_channel
from tests.chat import until
from tests.chatstream.appends import append_words
from tests.chatstream.test_hub import Listener

pytestmark = pytest.mark.usefixtures("connections")


def reads(valkey: redis.Redis) -> int:
    return valkey.info("commandstats").get("cmdstat_xrange", {"calls": 0})["calls"]


async def test_the_next_entries_are_offered_without_a_read(valkey: redis.Redis) -> None:
    hub, project, alice = Hub(get_log()), str(uuid4()), Listener()
    await hub.join(project, alice)
    before = reads(valkey)
    await append_words(project, "one ", "“two” \n ")
    await append_words(project, "three")
    await until(lambda: alice.words == "one “two” \n three")
    assert [entry.position.seq for entry in alice.entries] == [1, 2, 3]
    assert reads(valkey) == before
    await hub.leave(project, alice)


async def test_entries_too_long_for_a_wake_up_are_read(valkey: redis.Redis) -> None:
    hub, project, alice = Hub(get_log()), str(uuid4()), Listener()
    await hub.join(project, alice)
    await append_words(project, "x" * 70_000)
    await until(lambda: alice.words == "x" * 70_000)
    await hub.leave(project, alice)


async def test_entries_that_are_received_twice_are_offered_once(valkey: redis.Redis) -> None:
    hub, project, alice = Hub(get_log()), str(uuid4()), Listener()
    await hub.join(project, alice)
    head = await append_words(project, "one ")
    await until(lambda: alice.entries)
    valkey.publish(wake_channel(project), f"{head}\n{alice.entries[0].body}")
    await append_words(project, "two")
    await until(lambda: alice.words == "one two")
    await hub.leave(project, alice)
