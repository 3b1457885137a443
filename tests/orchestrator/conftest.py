"""What the tests of runs stand on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest_asyncio
import redis
from docket import Worker

from orchestrator.run import queue, stops
from orchestrator.run.run_pool import RunPool
from orchestrator.run.supervision import draining
from tests.chat import until
from tests.orchestrator.studio import paint

__all__ = ["paint"]


@pytest_asyncio.fixture
async def hearing(connections: None, valkey: redis.Redis) -> AsyncIterator[None]:
    """Stops are heard in this process, as in a worker."""
    listener = asyncio.create_task(stops.listen())
    await until(lambda: valkey.pubsub_numsub(stops.CHANNEL)[0][1])
    yield
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)


@asynccontextmanager
async def working() -> AsyncIterator[None]:
    """A worker that takes runs off the queue; what it has not finished at the end is handed on."""
    crew = RunPool()
    async with queue.make_docket() as docket:
        docket.register(crew.begin, names=[queue.RUN])
        async with Worker(docket, redelivery_timeout=queue.LEASE) as worker:
            forever = asyncio.create_task(worker.run_forever())
            try:
                yield
            finally:
                draining.set()
                forever.cancel()
                await asyncio.gather(forever, return_exceptions=True)
                await crew.end()
                draining.clear()


@pytest_asyncio.fixture
async def worker(transactional_db: None, hearing: None) -> AsyncIterator[None]:
    async with working():
        yield
