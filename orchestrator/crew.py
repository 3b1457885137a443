"""The runs of one worker process, and its rounds. A run that has begun is not the queue's any more: its beat speaks for it.

So the queue may stop, be emptied or come back while runs go on, and a run never holds it up.
"""

import asyncio
import logging
from uuid import UUID

from django.db import Error as DatabaseProblem
from redis.exceptions import RedisError

from orchestrator import engine
from orchestrator.erasure import sweep_deleted
from orchestrator.runs import run_turn, sweep
from orchestrator.supervision import HandedOn, draining

logger = logging.getLogger(__name__)

PLACES = 200  # a run mostly waits for its model
SWEEP_SECONDS = 2.0
_AGAIN_SECONDS = 1.0


class Crew:
    """`begin` is the task that the queue delivers."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(PLACES)
        self._runs: set[asyncio.Task[None]] = set()

    async def begin(self, message_id: str) -> None:
        """Start a run here, as soon as there is a place for it; its end is not waited for."""
        await self._places.acquire()
        run = asyncio.create_task(self._run(UUID(message_id)), name=f"run {message_id}")
        self._runs.add(run)
        run.add_done_callback(self._ended)

    async def end(self) -> None:
        """Wait until every run has ended or, with `draining` set, is handed on."""
        await asyncio.gather(*self._runs)

    def _ended(self, run: asyncio.Task[None]) -> None:
        self._runs.discard(run)
        self._places.release()

    async def _run(self, message_id: UUID) -> None:
        while True:
            try:
                await run_turn(message_id)
            except HandedOn:
                await _pass_on(message_id)
                return
            except Exception:
                if draining.is_set():
                    return  # the sweep of another worker finds what is unfinished
                logger.exception("Run %s could not go on; it is tried again.", message_id)
                await asyncio.sleep(_AGAIN_SECONDS)
            else:
                return


async def keep_sweeping() -> None:
    """Every worker goes its rounds, whatever became of the queue; that several do changes nothing."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            await sweep()
            await sweep_deleted()
        except (RedisError, OSError, DatabaseProblem):
            logger.warning("A sweep failed; the next one may not.", exc_info=True)


async def _pass_on(message_id: UUID) -> None:
    try:
        await engine.enqueue(message_id)
    except (RedisError, OSError):
        logger.warning("Run %s is handed on without the queue; a sweep finds it.", message_id)
