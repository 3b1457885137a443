"""What the tests of runs stand on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
import redis
from docket import Worker

from orchestrator.run import queue, stops
from orchestrator.run.run_pool import RunPool
from orchestrator.run.worker_shutdown import shutdown_requested
from tests.chat import until
from tests.orchestrator.paint_tools import paint

__all__ = ["paint"]


@pytest_asyncio.fixture
async def stop_listener(connections: None, valkey: redis.Redis) -> AsyncIterator[None]:
    """Stops are heard in this process, as in a worker."""
    listener = asyncio.create_task(stops.listen())
    await until(lambda: valkey.pubsub_numsub(stops.CHANNEL)[0][1])
    yield
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)


@asynccontextmanager
async def running_worker() -> AsyncIterator[None]:
    """A worker that takes runs off the queue; what it has not finished at the end is released."""
    runs = RunPool()
    async with queue.make_docket() as docket:
        docket.register(runs.start, names=[queue.RUN])
        async with Worker(docket, redelivery_timeout=queue.LEASE) as worker:
            forever = asyncio.create_task(worker.run_forever())
            try:
                yield
            finally:
                shutdown_requested().set()
                forever.cancel()
                await asyncio.gather(forever, return_exceptions=True)
                await runs.join()
                shutdown_requested().clear()


@pytest_asyncio.fixture
async def worker(transactional_db: None, stop_listener: None) -> AsyncIterator[None]:
    async with running_worker():
        yield
