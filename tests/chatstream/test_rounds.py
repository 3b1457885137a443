"""Calls that are made at the same time share a round trip; each hears its own answer, and its own trouble."""

import asyncio

import pytest
import redis
from redis.exceptions import RedisError, ResponseError

from chatstream.log.connection import get_client
from chatstream.log.script_batcher import ScriptBatcher
from tests.chat import until

pytestmark = pytest.mark.usefixtures("connections")

SCRIPT = """
if ARGV[1] == 'bad' then return redis.error_reply('ERR bad') end
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], 60)
return sum
"""


async def test_each_caller_hears_its_own_answer() -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    answers = await asyncio.gather(*(rounds.call([f"key{number}"], [number]) for number in range(500)))
    assert answers == list(range(500))


async def test_what_goes_wrong_with_one_call_its_caller_alone_hears() -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    calls = [rounds.call(["key"], [1]), rounds.call(["key"], ["bad"]), rounds.call(["key"], [1])]
    first, bad, last = await asyncio.gather(*calls, return_exceptions=True)
    assert (first, last) == (1, 2)
    assert isinstance(bad, ResponseError)


async def test_a_script_that_the_server_has_forgotten_is_loaded_again(valkey: redis.Redis) -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    assert await rounds.call(["key"], [1]) == 1
    valkey.script_flush()
    assert await asyncio.gather(rounds.call(["key"], [1]), rounds.call(["key"], [1])) == [2, 3]


async def test_a_caller_that_leaves_keeps_nobody_from_an_answer() -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    leaving = asyncio.create_task(rounds.call(["key"], [1]))
    staying = asyncio.create_task(rounds.call(["other"], [1]))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == 1


async def test_when_the_last_caller_leaves_the_round_ends_with_it() -> None:
    rounds, before = ScriptBatcher(get_client(), SCRIPT), asyncio.all_tasks()
    leaving = [asyncio.create_task(rounds.call(["key"], [1])) for _ in range(2)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    await asyncio.gather(*leaving, return_exceptions=True)
    assert asyncio.all_tasks() <= before
    assert await rounds.call(["other"], [1]) == 1


async def test_when_the_server_cannot_be_reached_every_caller_hears_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)

    async def gone() -> None:
        raise redis.ConnectionError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(get_client().connection_pool, "get_connection", gone)
        answers = await asyncio.gather(*(rounds.call(["key"], [1]) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(answer, RedisError) for answer in answers)
    assert await rounds.call(["key"], [1]) == 1


async def test_a_call_that_comes_when_the_round_is_just_ending_is_carried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    pool = get_client().connection_pool
    release, late = pool.release, list[asyncio.Task[int]]()

    async def slowly(connection: object) -> None:
        if not late:
            late.append(asyncio.create_task(rounds.call(["key"], [1])))
            await asyncio.sleep(0)
        await release(connection)

    monkeypatch.setattr(pool, "release", slowly)
    assert await rounds.call(["key"], [1]) == 1
    await until(lambda: late)
    async with asyncio.timeout(10):
        assert await late[0] == 2


async def test_nothing_runs_on_when_nobody_calls() -> None:
    rounds = ScriptBatcher(get_client(), SCRIPT)
    await asyncio.gather(*(rounds.call(["key"], [1]) for _ in range(3)))
    await until(lambda: not [task for task in asyncio.all_tasks() if task.get_name() == "chatstream rounds"])
