"""What one user may ask for: counted atomically, and given back."""

import asyncio
from uuid import UUID, uuid4

import pytest
import redis

from chatstream.wire.errors import RequestRefused
from orchestrator.run import limits

pytestmark = pytest.mark.usefixtures("connections", "transactional_db")

ALICE, BOB = 1, 2
PROJECT = UUID(int=1)


@pytest.fixture(autouse=True)
def _small_limits(settings) -> None:
    settings.LIMIT_LIVE_RUNS = 10
    settings.LIMIT_REQUESTS_PER_MINUTE = 1_000


async def admitted(user_id: int, request_id: UUID | None = None) -> bool:
    try:
        await limits.admit(user_id, PROJECT, request_id or uuid4())
    except RequestRefused:
        return False
    return True


async def test_of_fifty_at_once_ten_run() -> None:
    assert sum(await asyncio.gather(*[admitted(ALICE) for _ in range(50)])) == 10
    assert await admitted(BOB)


async def test_of_fifty_at_once_ten_a_minute_are_counted(settings) -> None:
    settings.LIMIT_LIVE_RUNS, settings.LIMIT_REQUESTS_PER_MINUTE = 1_000, 10
    assert sum(await asyncio.gather(*[admitted(ALICE) for _ in range(50)])) == 10


async def test_a_repeat_counts_once() -> None:
    request_id = uuid4()
    assert all(await asyncio.gather(*[admitted(ALICE, request_id) for _ in range(50)]))
    assert sum([await admitted(ALICE) for _ in range(50)]) == 9
    assert await admitted(ALICE, request_id)  # also when nobody else is admitted any more


async def test_a_run_that_has_ended_makes_room() -> None:
    request_ids = [uuid4() for _ in range(10)]
    assert all([await admitted(ALICE, request_id) for request_id in request_ids])
    assert not await admitted(ALICE)
    await limits.release(ALICE, PROJECT, request_ids[0])
    await limits.release(ALICE, PROJECT, request_ids[0])  # harmless
    assert await admitted(ALICE)
    assert not await admitted(ALICE)


async def test_the_same_id_in_another_project_is_another_request() -> None:
    request_id = uuid4()
    for _ in range(10):
        await limits.admit(ALICE, uuid4(), request_id)
    assert not await admitted(ALICE, request_id)


async def test_a_request_of_which_nothing_came_is_not_counted(settings) -> None:
    settings.LIMIT_REQUESTS_PER_MINUTE = 1
    call = await limits.admit(ALICE, PROJECT, uuid4())
    assert not await admitted(ALICE)
    await call.refund()
    await call.refund()  # harmless
    assert await admitted(ALICE)
    assert not await admitted(ALICE)


async def test_who_asks_too_often_is_told_when_to_come_back(settings, valkey: redis.Redis) -> None:
    settings.LIMIT_REQUESTS_PER_MINUTE = 2
    assert await admitted(ALICE)
    assert await admitted(ALICE)
    [minute] = [key for key in valkey.scan_iter() if key.endswith(b"user 1:minute")]
    [(entry, asked)] = valkey.zrange(minute, 0, 0, withscores=True)

    valkey.zadd(minute, {entry: asked - 50_000})  # the first of them was 50 s ago
    with pytest.raises(RequestRefused) as refused:
        await limits.admit(ALICE, PROJECT, uuid4())
    assert refused.value.code == "rate_limited"
    assert refused.value.retry_after is not None
    assert 5 < refused.value.retry_after <= 10  # it leaves the minute in 10 s

    valkey.zadd(minute, {entry: asked - 60_001})
    assert await admitted(ALICE)


async def test_a_run_that_nobody_releases_is_forgotten(valkey: redis.Redis) -> None:
    assert all([await admitted(ALICE) for _ in range(10)])
    [live] = [key for key in valkey.scan_iter() if key.endswith(b"user 1:live")]
    [(forgotten, until)] = valkey.zrange(live, 0, 0, withscores=True)
    valkey.zadd(live, {forgotten: until - limits._LIVE_EXPIRES_SECONDS * 1000 - 1})
    assert await admitted(ALICE)
    assert not await admitted(ALICE)
