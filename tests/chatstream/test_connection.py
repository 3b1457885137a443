"""The connections to Redis: a task that waits for one can be cancelled at any moment, and all leave a replica."""

import asyncio
from uuid import uuid4

import pytest
import redis

from chatstream.log import connection
from chatstream.log.connection import get_client
from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from tests.chatstream.appends import append_words

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.parametrize("steps", range(0, 40, 2))
async def test_a_cancelled_task_ends_wherever_it_is_and_spoils_nothing_for_the_next(steps: int) -> None:
    """On Python 3.11 `asyncio.wait_for`, which every command goes through, can lose a cancellation."""
    log, project = get_log(), str(uuid4())
    head = await append_words(project, "Hello")

    async def read_for_ever() -> None:
        while True:
            await log.read_after([(project, START)])

    task = asyncio.create_task(read_for_ever())
    await asyncio.sleep(0.005)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    ended = task.cancelled()
    task.cancel()
    assert ended, "it went on"
    for _ in range(3):
        assert await log.head(project) == head


async def test_all_connections_of_a_pool_leave_a_server_that_has_become_a_replica(valkey: redis.Redis) -> None:
    """And those of no other pool: each has a class of connections of its own, which knows them."""
    pool, other_pool = get_client().connection_pool, connection._connect().connection_pool
    first, second, other = [await each.get_connection() for each in (pool, pool, other_pool)]
    valkey.replicaof("127.0.0.1", 1)
    try:
        await first.send_command("SET", "key", 1)
        with pytest.raises(redis.ConnectionError, match="has become a replica"):
            await first.read_response()
    finally:
        valkey.replicaof("NO", "ONE")
    assert second._writer.is_closing()
    assert not other._writer.is_closing()
    for each, its_pool in ((first, pool), (second, pool), (other, other_pool)):
        await its_pool.release(each)
    await other_pool.disconnect()
