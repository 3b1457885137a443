"""What the tests of runs stand on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
import redis

from chatstream.cancellation import cancel_and_wait
from chatstream.run import stops
from chatstream.run.queue import get_queue
from chatstream.run.run_pool import RunPool
from chatstream.run.worker_shutdown import shutdown_requested
from tests.chat import until
from tests.orchestrator.paint_tools import paint

__all__ = ["paint"]


@pytest_asyncio.fixture
async def stop_listener(connections: None, valkey: redis.Redis) -> AsyncIterator[None]:
    """Stops are heard in this process, as in a worker."""
    listener = asyncio.create_task(stops.listen())
    await until(lambda: valkey.pubsub_numsub(stops.CHANNEL)[0][1])
    yield
    await cancel_and_wait(listener)


@asynccontextmanager
async def running_worker() -> AsyncIterator[None]:
    """A worker that takes runs off the queue; what it has not finished at the end is released."""
    runs = RunPool()
    queue = asyncio.create_task(get_queue().serve("a worker of the tests", runs.start))
    try:
        yield
    finally:
        shutdown_requested().set()
        await cancel_and_wait(queue)
        await runs.join()
        shutdown_requested().clear()


@pytest_asyncio.fixture
async def worker(transactional_db: None, stop_listener: None) -> AsyncIterator[None]:
    async with running_worker():
        yield
