"""The heartbeats of all runs of a process, recorded together: one transaction for as many as are due at once.

For fifty runs it is a twentieth of the transactions, and on SQLite each of them would hold up every other writer.
"""

import asyncio

from chatstream.batcher import Batcher
from chatstream.loop_local import LoopLocal
from chatstream.wire.errors import Fenced
from projects import ledger
from projects.database import off_loop
from projects.ledger import Claim

HEARTBEAT_SECONDS = 2.0


async def wait_for_next() -> None:
    """Return when heartbeats are due, which is at the same moment for all runs of this process."""
    await asyncio.sleep(HEARTBEAT_SECONDS - asyncio.get_running_loop().time() % HEARTBEAT_SECONDS)


async def record(claim: Claim) -> bool:
    """Record one heartbeat of a run. Returns whether the run should stop.

    Raises Fenced if the claim is lost, django.db.Error.
    """
    return await _batch_of(asyncio.get_running_loop()).record(claim)


class _HeartbeatBatch:
    """Collects the heartbeats of one event loop. Its task ends when none is waiting."""

    def __init__(self) -> None:
        self._waiting: dict[Claim, asyncio.Future[bool]] = {}
        self._task: asyncio.Task[None] | None = None

    async def record(self, claim: Claim) -> bool:
        stop_requested: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[claim] = stop_requested
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write(), name="heartbeats")
        return await stop_requested

    async def _write(self) -> None:
        await asyncio.sleep(0)  # runs whose timers expired at the same moment join this batch
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            results: dict[Claim, bool | Exception]
            try:
                results = {**await off_loop(ledger.beat)(list(waiting))}
            except Exception as problem:  # noqa: BLE001 - each caller gets it
                results = dict.fromkeys(waiting, problem)
            for claim, future in waiting.items():
                _resolve(future, results.get(claim, Fenced(str(claim.message_id))))


def _resolve(future: "asyncio.Future[bool]", result: bool | Exception) -> None:
    if future.done():
        return  # the run has ended meanwhile
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


@lru_cache(maxsize=4)
def _batch_of(loop: asyncio.AbstractEventLoop) -> _HeartbeatBatch:
    return _HeartbeatBatch()
