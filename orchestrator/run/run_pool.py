"""The runs of one worker process, and its rounds. A run that has begun is not the queue's any more: its beat speaks for it.

So the queue may stop, be emptied or come back while runs go on, and a run never holds it up.
"""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from redis.exceptions import RedisError

from chatstream.log.connection import outage
from orchestrator.erasure import sweep_deleted
from orchestrator.run import queue
from orchestrator.run.fault_log import FaultLog
from orchestrator.run.lifecycle import SILENT_SECONDS, run_turn, sweep
from orchestrator.run.supervision import HandedOn, draining
from projects.database import is_passing
from projects.ledger import RowLocked

logger = logging.getLogger(__name__)

PLACES = 200  # a run mostly waits for its model
SWEEP_SECONDS = 2.0
END_SECONDS = 8.0  # less than a worker is given to end; what is left then is found by the sweep of another one
_AGAIN_SECONDS = 1.0


class RunPool:
    """`begin` is the task that the queue delivers."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(PLACES)
        self._runs: dict[UUID, asyncio.Task[None]] = {}

    async def begin(self, message_id: str) -> None:
        """Start a run here, as soon as there is a place for it; its end is not waited for. One that is here is not begun twice."""
        key = UUID(message_id)
        if key in self._runs:
            return
        await self._places.acquire()
        if key in self._runs:
            self._places.release()
            return
        run = self._runs[key] = asyncio.create_task(self._run(key), name=f"run {key}")
        run.add_done_callback(lambda _: self._forget(key))

    async def end(self) -> None:
        """Wait until every run has ended or, with `draining` set, is handed on. What cannot be is cut off."""
        runs = list(self._runs.values())
        if runs:
            _, left = await asyncio.wait(runs, timeout=END_SECONDS if draining.is_set() else None)
            for run in left:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)

    def _forget(self, key: UUID) -> None:
        del self._runs[key]
        self._places.release()

    async def _run(self, message_id: UUID) -> None:
        was_locked, faults = False, FaultLog(logger, f"Run {message_id}")
        while True:
            try:
                await run_turn(message_id, unclaimed_only=was_locked)
            except HandedOn:
                await _pass_on(message_id)
                return
            except RowLocked:
                if not was_locked:
                    logger.warning("Run %s waits: another connection has locked its row.", message_id)
                was_locked = True
            except Exception as problem:  # noqa: BLE001 - logged below, unless it is foreseen
                if draining.is_set():
                    return  # the sweep of another worker finds what is unfinished
                _log(problem, faults, _AGAIN_SECONDS)
            else:
                faults.recovered()
                if was_locked:  # an owner could send no heartbeat: it gets the time to send one
                    await _sleep_unless_draining(SILENT_SECONDS)
                return
            if await _sleep_unless_draining(_AGAIN_SECONDS):
                return


def _log(problem: Exception, faults: FaultLog, retry_seconds: float) -> None:
    if isinstance(problem, (RedisError, OSError)):
        outage.failed(problem)
    elif not is_passing(problem):  # `off_loop` has logged that the database is away
        faults.failed(problem, retry_seconds)


async def _sleep_unless_draining(seconds: float) -> bool:
    """Returns at once, with True, when this worker is told to end."""
    with suppress(TimeoutError):
        await asyncio.wait_for(draining.wait(), seconds)
    return draining.is_set()


async def keep_sweeping() -> None:
    """Every worker goes its rounds, whatever became of the queue; that several do changes nothing."""
    faults = FaultLog(logger, "Sweep")
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        try:
            await sweep()
            await sweep_deleted()
        except Exception as problem:  # noqa: BLE001 - logged; nobody else would find what is unfinished
            _log(problem, faults, SWEEP_SECONDS)
        else:
            faults.recovered()
            outage.recovered()


async def _pass_on(message_id: UUID) -> None:
    try:
        await queue.enqueue(message_id)
    except (RedisError, OSError):
        logger.warning("Run %s is handed on without the queue; a sweep finds it.", message_id)
