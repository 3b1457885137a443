"""The queue: docket on the same Valkey/Redis. It delivers turns that should start; the fence on the row decides who runs one."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from docket import Docket
from docket._redis import RedisConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from chatstream.log.failover import follow_failover
from chatstream.loop_local import LoopLocal
from orchestrator.run.queue_format import use_json

use_json()

QUEUE = "orchestrator"
RUN = "run_turn"
LEASE = timedelta(seconds=3)  # a task whose worker dies before the run has started is delivered again after this


class _Connections(RedisConnection):
    """The queue's connections; like those of the log, they leave a server that has become a replica."""

    async def _connection_pool_from_url(self, *args: Any, **options: Any) -> Any:
        pool = await super()._connection_pool_from_url(*args, **options)
        follow_failover(pool)
        for sentinel in getattr(pool, "sentinel_clients", ()):
            sentinel.set_retry(Retry(NoBackoff(), 0))  # the next one is asked at once
        return pool


def make_docket() -> Docket:
    docket = Docket(name=QUEUE, url=settings.CHATSTREAM_REDIS_URL, execution_ttl=timedelta(0))
    docket._redis = _Connections(settings.CHATSTREAM_REDIS_URL)
    return docket


async def enqueue(message_id: UUID) -> None:
    """Have a worker run this turn. Harmless to repeat while it waits or runs. Raises RedisError."""
    docket = await _senders.get().open()
    await docket.add(RUN, key=str(message_id))(str(message_id))


async def cancel(message_id: UUID) -> None:
    """Take a turn off the queue, if it waits there. Raises RedisError."""
    docket = await _senders.get().open()
    await docket.cancel(str(message_id))


async def close_docket() -> None:
    """Close the running loop's connection to the queue, if it has one."""
    sender = _senders.pop()
    if sender is not None:
        await sender.close()


async def _run_turn_task(message_id: str) -> None:
    """The signature of the task, for processes that only enqueue; in a worker it is RunPool.start."""
    raise NotImplementedError


class _Sender:
    """The docket of those who enqueue, connected by the first of them."""

    def __init__(self) -> None:
        self._docket = make_docket()
        self._docket.register(_run_turn_task, names=[RUN])
        self._opening = asyncio.Lock()
        self._is_open = False

    async def open(self) -> Docket:
        """Raises RedisError."""
        async with self._opening:
            if not self._is_open:
                await self._docket.__aenter__()
                self._is_open = True
        return self._docket

    async def close(self) -> None:
        if self._is_open:
            await self._docket.__aexit__(None, None, None)


_senders = LoopLocal(_Sender)
