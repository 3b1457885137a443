"""What each worker looks for every few seconds, whatever became of the queue. That several workers do it is harmless."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from chatstream.backoff import pause
from chatstream.log.connection import outage
from chatstream.run.fault_log import FaultLog
from chatstream.run.lifecycle import sweep
from chatstream.run.run_pool import log_failure

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 2.0


async def sweep_forever(*others: Callable[[], Awaitable[object]]) -> None:
    """Sweep, and call `others`, until cancelled; a failure is logged, and the next sweep tries again, at first very soon."""
    faults, failures = FaultLog(logger, "Sweep"), 0
    while True:
        await (pause(failures - 1) if failures else asyncio.sleep(SWEEP_SECONDS))
        try:
            await sweep()
            for other in others:
                await other()
        except Exception as problem:  # noqa: BLE001 - logged; nobody else would find what is unfinished
            failures += 1
            log_failure(problem, faults, SWEEP_SECONDS)
        else:
            failures = 0
            faults.record_success()
            outage.record_success()
