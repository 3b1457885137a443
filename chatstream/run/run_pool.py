"""The runs of one worker process. A run that has started no longer depends on the queue: its heartbeats keep its claim.

The queue may stop, be emptied or come back while runs go on, and no run keeps the queue waiting.
"""

import asyncio
import logging
from contextlib import suppress
from uuid import UUID

from redis.exceptions import RedisError

from chatstream.log.connection import outage
from chatstream.rows.database import is_passing
from chatstream.rows.ledger import RowLocked
from chatstream.run.fault_log import FaultLog
from chatstream.run.heartbeats import HEARTBEAT_SECONDS
from chatstream.run.lifecycle import run_answer
from chatstream.run.queue import get_queue
from chatstream.run.supervision import ClaimReleased
from chatstream.run.worker_shutdown import shutdown_requested
from chatstream.tracing import continued

logger = logging.getLogger(__name__)

MAX_RUNS = 200  # a run mostly waits for its model
SHUTDOWN_SECONDS = 8.0  # less than a worker is given to end; a sweep of another worker finds what is left then
RETRY_SECONDS = 1.0
UNLOCKED_SECONDS = HEARTBEAT_SECONDS + 1.0  # who lives has recorded a heartbeat on a row that is free again


class RunPool:
    """`start` is the task that the queue delivers."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(MAX_RUNS)
        self._runs: dict[UUID, asyncio.Task[None]] = {}
        self._repeats: set[UUID] = set()  # started again while they ran

    async def start(self, message_id: str, traced: dict[str, str] | None = None) -> None:
        """Start a run as soon as there is a place for it; do not wait for its end. Harmless to repeat.

        `traced`: what `tracing.outgoing` gave to whoever enqueued it.
        """
        key = UUID(message_id)
        if key in self._runs:
            self._repeats.add(key)
            return
        await self._places.acquire()
        if key in self._runs:
            self._places.release()
            self._repeats.add(key)
            return
        self._runs[key] = asyncio.create_task(self._run(key, traced or {}), name=f"run {key}")

    async def join(self) -> None:
        """Wait until every run has ended or, after a shutdown request, released its claim; then cancel the rest."""
        runs = list(self._runs.values())
        if runs:
            _, left = await asyncio.wait(runs, timeout=SHUTDOWN_SECONDS if shutdown_requested().is_set() else None)
            for run in left:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)

    async def _run(self, key: UUID, traced: dict[str, str]) -> None:
        """Once more if it was started meanwhile: it may have been about to leave when a person decided about its call."""
        try:
            with continued(traced):
                await _run_until_ended(key)
                while key in self._repeats and not shutdown_requested().is_set():
                    self._repeats.discard(key)
                    await _run_until_ended(key)
        finally:
            self._repeats.discard(key)
            del self._runs[key]
            self._places.release()


async def _run_until_ended(message_id: UUID) -> None:
    """Run a turn; retry when a store fails or the row is locked."""
    was_locked, faults = False, FaultLog(logger, f"Run {message_id}")
    while True:
        wait = RETRY_SECONDS
        try:
            await run_answer(message_id, unclaimed_only=was_locked)
        except ClaimReleased:
            await _requeue(message_id)
            return
        except RowLocked:
            if not was_locked:
                logger.warning(
                    "Row of run %s is locked by another connection; retrying every %g s.", message_id, RETRY_SECONDS
                )
            was_locked = True
        except Exception as problem:  # noqa: BLE001 - logged below, unless the store's outage is logged already
            if shutdown_requested().is_set():
                return  # the sweep of another worker finds what is unfinished
            log_failure(problem, faults, RETRY_SECONDS)
        else:
            faults.record_success()
            if not was_locked:
                return
            was_locked, wait = False, UNLOCKED_SECONDS  # then an owner that is still silent is replaced
        if await _sleep_until_shutdown(wait):
            return


def log_failure(problem: Exception, faults: FaultLog, retry_seconds: float) -> None:
    """Log what will be retried; an outage of a store is logged once for the whole process."""
    if isinstance(problem, (RedisError, OSError)):
        outage.record_failure(problem)
    elif not is_passing(problem):  # `off_loop` has logged that the database is away
        faults.record_failure(problem, retry_seconds)


async def _sleep_until_shutdown(seconds: float) -> bool:
    """Sleep so long; return at once, with True, when this worker shuts down."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await shutdown_requested().wait()
    return shutdown_requested().is_set()


async def _requeue(message_id: UUID) -> None:
    try:
        await get_queue().enqueue(message_id)
    except (RedisError, OSError):
        logger.warning("Redis unavailable: run %s is released but not queued; a sweep finds it.", message_id)
