"""One worker process: takes runs off the queue until SIGTERM, then releases those that it has not finished."""

import asyncio
import logging
import os
import signal
import socket
from datetime import timedelta

from django.conf import settings
from docket import Worker

from chatstream.gc_tuning import freeze_loaded_objects
from chatstream.log.connection import close_client
from orchestrator.llm import close_providers, prices
from orchestrator.llm.roles import get_roles
from orchestrator.rendering import availability
from orchestrator.rendering.folders import remove_dead_folders
from orchestrator.rendering.requested_exports import serve_requests
from orchestrator.run import metrics, presence, queue, stops
from orchestrator.run.run_pool import RunPool
from orchestrator.run.sweeps import sweep_forever
from orchestrator.run.threads import joined_threads
from orchestrator.run.worker_shutdown import shutdown_requested

logger = logging.getLogger(__name__)

QUEUE_CONCURRENCY = 20  # turns taken off the queue at once; how many run is up to the run pool
RECONNECTION_DELAY = timedelta(seconds=0.5)


async def work() -> None:
    """Work until SIGTERM or SIGINT; exit within seconds after that, also while the database or Redis is away."""
    async with joined_threads():
        await _work()


async def _work() -> None:
    await asyncio.to_thread(remove_dead_folders)
    if get_roles(settings.LLM_MODEL).director.name != "demo":
        prices.load()  # takes a second, which the first answer would wait for
    freeze_loaded_objects()
    runs = RunPool()
    async with queue.make_docket() as docket:
        docket.register(runs.start, names=[queue.RUN])
        name = f"{socket.gethostname()}#{os.getpid()}"
        async with Worker(
            docket,
            name=name,
            concurrency=QUEUE_CONCURRENCY,
            redelivery_timeout=queue.LEASE,
            reconnection_delay=RECONNECTION_DELAY,
        ) as worker:
            background = [
                asyncio.create_task(stops.listen(), name="stops"),
                asyncio.create_task(presence.announce_forever(name), name="presence"),
                asyncio.create_task(metrics.publish_forever(), name="metrics"),
                asyncio.create_task(availability.announce_forever(), name="availability"),
                asyncio.create_task(sweep_forever(), name="sweeps"),
                asyncio.create_task(serve_requests(), name="exports"),
            ]
            queue_loop = asyncio.create_task(worker.run_forever(), name="worker")
            _shut_down_on_signals(queue_loop)
            try:
                await asyncio.gather(queue_loop, return_exceptions=True)
                await runs.join()
            finally:
                for task in background:
                    task.cancel()
                await asyncio.gather(*background, return_exceptions=True)
    await close_providers()
    await queue.close_docket()
    await close_client()
    if not queue_loop.cancelled() and (problem := queue_loop.exception()) is not None:
        raise problem


def _shut_down_on_signals(queue_loop: asyncio.Task[None]) -> None:
    """End the queue's loop; each run sees the request and releases its claim."""

    def shut_down() -> None:
        logger.warning("Shutting down: unfinished runs are released to other workers.")
        shutdown_requested().set()
        queue_loop.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, shut_down)
