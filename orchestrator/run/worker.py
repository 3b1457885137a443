"""One worker process: takes runs off the queue until it is told to end, then hands on what it has not finished."""

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
from orchestrator.run import queue, stops
from orchestrator.run.run_pool import RunPool, keep_sweeping
from orchestrator.run.supervision import draining
from orchestrator.run.threads import own_threads

logger = logging.getLogger(__name__)

BEGINNINGS = 20  # how many turns are taken off the queue at once; how many run, the crew says
RECONNECT = timedelta(seconds=0.5)


async def work() -> None:
    """Work until SIGTERM or SIGINT, and be gone soon after that, whatever is away."""
    async with own_threads():
        await _work()


async def _work() -> None:
    await asyncio.to_thread(remove_dead_folders)
    if (
        get_roles(settings.LLM_MODEL).director.name != "demo"
    ):  # what takes a second to load does not hold up the first answer
        prices.load()
    freeze_loaded_objects()
    crew = RunPool()
    async with queue.make_docket() as docket:
        docket.register(crew.begin, names=[queue.RUN])
        name = f"{socket.gethostname()}#{os.getpid()}"
        async with Worker(
            docket,
            name=name,
            concurrency=BEGINNINGS,
            redelivery_timeout=queue.LEASE,
            reconnection_delay=RECONNECT,
        ) as worker:
            beside = [
                asyncio.create_task(stops.listen(), name="stops"),
                asyncio.create_task(availability.keep_saying(), name="presence"),
                asyncio.create_task(keep_sweeping(), name="sweeps"),
                asyncio.create_task(serve_requests(), name="exports"),
            ]
            working = asyncio.create_task(worker.run_forever(), name="worker")
            _end_on_signals(working)
            try:
                await asyncio.gather(working, return_exceptions=True)
                await crew.end()
            finally:
                for task in beside:
                    task.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
    await close_providers()
    await queue.close_docket()
    await close_client()
    if not working.cancelled() and (problem := working.exception()) is not None:
        raise problem


def _end_on_signals(working: asyncio.Task[None]) -> None:
    """The queue's loop ends; runs see `draining` and hand themselves on."""

    def end() -> None:
        logger.warning("Ending: runs are handed on.")
        draining.set()
        working.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
