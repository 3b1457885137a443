"""One worker: takes runs off the queue until it is told to end, then releases those that it has not finished."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any

from chatstream.cancellation import cancel_and_wait
from chatstream.gc_tuning import freeze_loaded_objects
from chatstream.log.connection import close_client
from chatstream.run import presence, stops
from chatstream.run.queue import get_queue
from chatstream.run.responder import get_responder
from chatstream.run.run_pool import RunPool
from chatstream.run.sweeps import sweep_forever
from chatstream.run.threads import joined_threads
from chatstream.run.worker_shutdown import shut_down_on_signals, shutdown_requested


async def work() -> None:
    """Work until SIGTERM or SIGINT; exit within seconds after that, also while the database or Redis is away."""
    shut_down_on_signals()
    async with joined_threads():
        await run_worker()


async def run_worker(
    background: Iterable[Callable[[], Coroutine[Any, Any, None]]] = (),
    sweeps: Iterable[Callable[[], Awaitable[object]]] = (),
) -> None:
    """Work until `request_shutdown`, in whatever thread the loop runs.

    `background`: what else goes on until the worker ends; `sweeps`: what else is looked for every few seconds.
    """
    get_responder()  # loaded before the first answer wants it
    freeze_loaded_objects()
    name = f"{socket.gethostname()}#{os.getpid()}"
    runs = RunPool()
    own = [stops.listen(), presence.announce_forever(name), sweep_forever(*sweeps)]
    tasks = [asyncio.create_task(each) for each in (*own, *(begin() for begin in background))]
    queue = asyncio.create_task(get_queue().serve(name, runs.start), name="queue")
    ending = asyncio.create_task(shutdown_requested().wait())
    try:
        await asyncio.wait({queue, ending}, return_when=asyncio.FIRST_COMPLETED)
        await cancel_and_wait(queue)
        await runs.join()
    finally:
        await cancel_and_wait(queue, ending, *tasks)
    await get_queue().close()
    await close_client()
    if not queue.cancelled() and (problem := queue.exception()) is not None:
        raise problem
