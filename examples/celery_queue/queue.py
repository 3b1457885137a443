"""Runs that Celery hands out: README.md says how, and why the loop is in a thread of its own."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any
from uuid import UUID

from celery import Celery
from celery.bootsteps import StartStopStep
from celery.worker import state
from kombu.exceptions import OperationalError

from chatstream.run.worker_shutdown import request_shutdown

app = Celery("celery_queue", broker=os.environ["CELERY_BROKER_URL"])
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=1, broker_connection_retry_on_startup=True)

Start = Callable[..., Awaitable[None]]
serving: "Future[tuple[asyncio.AbstractEventLoop, Start]]" = Future()  # of this process, once its loop runs


@app.task(name="chatstream.run_answer")  # type: ignore[untyped-decorator]
def run_answer(message_id: str) -> None:
    """Hand the answer over to the loop of this process, which has taken it when this returns."""
    loop, start = serving.result()
    asyncio.run_coroutine_threadsafe(start(message_id), loop).result()  # type: ignore[arg-type] # it is a coroutine


class CeleryQueue:
    """See chatstream.run.queue.Queue. Celery blocks, so it is called in threads."""

    async def enqueue(self, message_id: UUID) -> None:
        await _off_loop(run_answer.apply_async, [str(message_id)], task_id=str(message_id), retry=False)

    async def cancel(self, message_id: UUID) -> None:
        await _off_loop(app.control.revoke, str(message_id))

    async def serve(self, name: str, start: Start) -> None:
        serving.set_result((asyncio.get_running_loop(), start))
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Celery's connections are the process's, not the loop's."""


async def _off_loop(function: Callable[..., Any], *args: Any, **options: Any) -> None:
    try:
        await asyncio.to_thread(function, *args, **options)
    except OperationalError as problem:
        raise ConnectionError(str(problem)) from problem


class AnswerLoop(StartStopStep):
    """Runs chatstream's worker beside Celery's, from before the first task until after the last."""

    def start(self, parent: Any) -> None:
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def stop(self, parent: Any) -> None:
        if self.thread.is_alive() and serving.done():
            serving.result()[0].call_soon_threadsafe(request_shutdown)
            self.thread.join()

    def _work(self) -> None:
        from chatstream.run.worker import run_worker  # it needs the apps, which Celery has loaded by now

        try:
            asyncio.run(run_worker())
        except BaseException:
            state.should_stop = 1  # without its loop this process is no worker: Celery ends it
            raise


app.steps["worker"].add(AnswerLoop)
