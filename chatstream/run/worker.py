"""One worker process: takes runs off the queue until SIGTERM, then releases those that it has not finished."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from chatstream.gc_tuning import freeze_loaded_objects
from chatstream.log.connection import close_client
from chatstream.run import presence, stops
from chatstream.run.queue import get_queue
from chatstream.run.run_pool import RunPool
from chatstream.run.sweeps import sweep_forever
from chatstream.run.threads import joined_threads
from chatstream.run.worker_shutdown import shutdown_requested

logger = logging.getLogger(__name__)


async def work() -> None:
    """Work until SIGTERM or SIGINT; exit within seconds after that, also while the database or Redis is away."""
    async with joined_threads():
        await run_worker()


async def run_worker(
    background: Iterable[Callable[[], Coroutine[Any, Any, None]]] = (),
    sweeps: Iterable[Callable[[], Awaitable[object]]] = (),
) -> None:
    """`background`: what else goes on until the worker ends; `sweeps`: what else is looked for every few seconds."""
    freeze_loaded_objects()
    name = f"{socket.gethostname()}#{os.getpid()}"
    runs = RunPool()
    own = [stops.listen(), presence.announce_forever(name), sweep_forever(*sweeps)]
    tasks = [asyncio.create_task(each) for each in (*own, *(begin() for begin in background))]
    queue = asyncio.create_task(get_queue().serve(name, runs.start), name="queue")
    _shut_down_on_signals(queue)
    try:
        await asyncio.gather(queue, return_exceptions=True)
        await runs.join()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await get_queue().close()
    await close_client()
    if not queue.cancelled() and (problem := queue.exception()) is not None:
        raise problem


def _shut_down_on_signals(queue: asyncio.Task[None]) -> None:
    """End the queue's loop; each run sees the request and releases its claim."""

    def shut_down() -> None:
        logger.warning("Shutting down: unfinished runs are released to other workers.")
        shutdown_requested().set()
        queue.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, shut_down)
