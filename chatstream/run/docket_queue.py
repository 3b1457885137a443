"""The queue over docket, on the Valkey/Redis of the log. The extra `docket` of the package installs it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from docket import Docket, Worker
from docket._redis import RedisConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from chatstream.conf import setting
from chatstream.log.failover import follow_failover
from chatstream.loop_local import LoopLocal
from chatstream.run.docket_format import use_json
from chatstream.tracing import outgoing

use_json()

NAME = "chatstream"
RUN = "run_answer"
LEASE = timedelta(seconds=3)  # a task whose worker dies before the run has started is delivered again after this
CONCURRENCY = 20  # runs taken off the queue at once; how many run is up to the run pool
RECONNECTION_DELAY = timedelta(seconds=0.5)
SCHEDULING = timedelta(seconds=1)  # how often docket looks for tasks that are due later; nobody adds one


class DocketQueue:
    """See chatstream.run.queue.Queue."""

    async def enqueue(self, message_id: UUID) -> None:
        docket = await _senders.get().open()
        traced = [headers] if (headers := outgoing()) else []  # workers of the last version take the id alone
        await docket.add(RUN, key=str(message_id))(str(message_id), *traced)

    async def cancel(self, message_id: UUID) -> None:
        docket = await _senders.get().open()
        await docket.cancel(str(message_id))

    async def serve(self, name: str, start: Callable[..., Awaitable[None]]) -> None:
        async with _make_docket() as docket:
            docket.register(start, names=[RUN])
            async with Worker(
                docket,
                name=name,
                concurrency=CONCURRENCY,
                redelivery_timeout=LEASE,
                reconnection_delay=RECONNECTION_DELAY,
                scheduling_resolution=SCHEDULING,
            ) as worker:
                await worker.run_forever()

    async def close(self) -> None:
        sender = _senders.pop()
        if sender is not None:
            await sender.close()


class _Connections(RedisConnection):
    """The queue's connections; like those of the log, they leave a server that has become a replica."""

    async def _connection_pool_from_url(self, *args: Any, **options: Any) -> Any:
        pool = await super()._connection_pool_from_url(*args, **options)
        follow_failover(pool)
        for sentinel in getattr(pool, "sentinel_clients", ()):
            sentinel.set_retry(Retry(NoBackoff(), 0))  # the next one is asked at once
        return pool


def _make_docket() -> Docket:
    docket = Docket(name=NAME, url=setting("REDIS_URL"), execution_ttl=timedelta(0))
    docket._redis = _Connections(setting("REDIS_URL"))
    return docket


async def _task(message_id: str, traced: dict[str, str] | None = None) -> None:
    """The signature of the task, for processes that only enqueue; in a worker it is RunPool.start."""
    raise NotImplementedError


class _Sender:
    """The docket of those who enqueue, connected by the first of them."""

    def __init__(self) -> None:
        self._docket = _make_docket()
        self._docket.register(_task, names=[RUN])
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
