"""Calls that are made at the same time share a round trip; each gets its own answer, and its own error."""

import asyncio
from typing import Any

import pytest
import redis
from redis.exceptions import RedisError, ResponseError

from chatstream.log import script_batcher
from chatstream.log.connection import get_client
from chatstream.log.script_batcher import Script, ScriptBatcher
from tests.chat import until

pytestmark = pytest.mark.usefixtures("connections")

SCRIPT = Script("""
if ARGV[2] == 'bad' then return redis.error_reply('ERR bad') end
local sum = redis.call('INCRBY', KEYS[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], 60)
return sum
""")


async def test_each_caller_gets_its_own_answer() -> None:
    batcher = ScriptBatcher(get_client())
    answers = await asyncio.gather(*(batcher.call(SCRIPT, [f"key{number}"], [number]) for number in range(500)))
    assert answers == list(range(500))


async def test_an_error_of_one_call_is_raised_to_its_caller_alone() -> None:
    batcher = ScriptBatcher(get_client())
    calls = [
        batcher.call(SCRIPT, ["key"], [1]),
        batcher.call(SCRIPT, ["key"], ["bad"]),
        batcher.call(SCRIPT, ["key"], [1]),
    ]
    first, bad, last = await asyncio.gather(*calls, return_exceptions=True)
    assert (first, last) == (1, 2)
    assert isinstance(bad, ResponseError)


async def test_a_script_that_the_server_has_forgotten_is_loaded_again(valkey: redis.Redis) -> None:
    batcher = ScriptBatcher(get_client())
    assert await batcher.call(SCRIPT, ["key"], [1]) == 1
    valkey.script_flush()
    assert await asyncio.gather(batcher.call(SCRIPT, ["key"], [1]), batcher.call(SCRIPT, ["key"], [1])) == [2, 3]


async def test_a_cancelled_caller_keeps_nobody_from_an_answer() -> None:
    batcher = ScriptBatcher(get_client())
    leaving = asyncio.create_task(batcher.call(SCRIPT, ["key"], [1]))
    staying = asyncio.create_task(batcher.call(SCRIPT, ["other"], [1]))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 1


async def test_when_the_last_caller_is_cancelled_the_batch_ends_with_it() -> None:
    batcher, before = ScriptBatcher(get_client()), asyncio.all_tasks()
    leaving = [asyncio.create_task(batcher.call(SCRIPT, ["key"], [1])) for _ in range(2)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    assert asyncio.all_tasks() <= before
    assert await batcher.call(SCRIPT, ["other"], [1]) == 1


async def test_when_the_server_cannot_be_reached_it_is_raised_to_every_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    batcher = ScriptBatcher(get_client())

    async def gone() -> None:
        raise redis.ConnectionError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(get_client().connection_pool, "get_connection", gone)
        answers = await asyncio.gather(*(batcher.call(SCRIPT, ["key"], [1]) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(answer, RedisError) for answer in answers)
    assert await batcher.call(SCRIPT, ["key"], [1]) == 1


async def test_a_connection_that_the_server_has_closed_costs_no_caller_an_error(valkey: redis.Redis) -> None:
    batcher = ScriptBatcher(get_client())
    assert await batcher.call(SCRIPT, ["key"], [1]) == 1
    valkey.client_kill_filter(_type="normal", skipme=True)
    assert await batcher.call(SCRIPT, ["key"], [1]) == 2


async def test_nothing_runs_on_when_nobody_calls() -> None:
    batcher = ScriptBatcher(get_client())
    await asyncio.gather(*(batcher.call(SCRIPT, ["key"], [1]) for _ in range(3)))
    await until(lambda: not [task for task in asyncio.all_tasks() if task.get_name() == "chatstream script batches"])


async def test_the_script_is_given_the_run_id_of_the_server_it_runs_on_also_after_a_reconnect(
    monkeypatch: pytest.MonkeyPatch, valkey: redis.Redis
) -> None:
    """The server may be another process by then, which has lost what the old one had last."""
    batcher = ScriptBatcher(get_client())
    run_id = valkey.info("server")["run_id"].encode()
    assert await batcher.call(Script("return ARGV[1]"), ["key"], []) == run_id
    read, failures = script_batcher._read_answer, iter([redis.ConnectionError("gone")])

    async def lose_the_first(connection: Any) -> Any:
        for failure in failures:
            connection.server = b"the old server"
            raise failure
        return await read(connection)

    monkeypatch.setattr(script_batcher, "_read_answer", lose_the_first)
    assert await batcher.call(Script("return ARGV[1]"), ["key"], []) == run_id
