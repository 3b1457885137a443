"""The queue over docket, on the Valkey/Redis of the log. The extra `docket` of the package installs it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from docket import Docket, Worker

from chatstream.conf import setting
from chatstream.loop_local import LoopLocal
from chatstream.run.docket_connections import use_own_connections
from chatstream.run.docket_format import use_json
from chatstream.tracing import outgoing

use_json()
use_own_connections()

NAME = "chatstream"
RUN = "run_answer"
LEASE = timedelta(seconds=3)  # a task whose worker dies before the run has started is delivered again after this
CONCURRENCY = 20  # runs taken off the queue at once; how many run is up to the run pool
RECONNECTION_DELAY = timedelta(seconds=0.5)
SCHEDULING = timedelta(seconds=1)  # how often docket looks for tasks that are due later; nobody adds one


class DocketQueue:
    """See chatstream.run.queue.Queue."""

    async def enqueue(self, message_id: UUID) -> None:
        sender = await _senders.get().open()
        traced = [headers] if (headers := outgoing()) else []  # workers of the last version take the id alone
        await sender.add(RUN, key=str(message_id))(str(message_id), *traced)

    async def cancel(self, message_id: UUID) -> None:
        sender = await _senders.get().open()
        await sender.cancel(str(message_id))

    async def serve(self, name: str, start: Callable[..., Awaitable[None]]) -> None:
        async with _make_docket() as queue:
            queue.register(start, names=[RUN])
            async with Worker(
                queue,
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


def _make_docket() -> Docket:
    return Docket(name=NAME, url=setting("REDIS_URL"), execution_ttl=timedelta(0))


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
