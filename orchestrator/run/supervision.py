"""Watch one attempt: it ends by itself, by a stop, by the clock, for want of memory, by a shutdown, or by a loss of the claim."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import Error as DatabaseError

from chatstream.cancellation import cancel_and_wait
from chatstream.log.writer import Writer
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error
from orchestrator.errors import ModelError, TurnError
from orchestrator.run import heartbeats, stops
from orchestrator.run.fault_log import FaultLog
from orchestrator.run.worker_shutdown import shutdown_requested
from orchestrator.turn.loop import TurnLoop
from projects.database import is_passing
from projects.ledger import Claim

logger = logging.getLogger(__name__)


class ClaimReleased(Exception):
    """This worker shuts down and has given up its claim: the queue delivers the run to another one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an attempt ended. `error`: for the user, if it failed; `detail`: why, for operators."""

    status: Literal["success", "error", "cancelled"]
    error: Error | None = None
    detail: str = ""


async def supervise(claim: Claim, writer: Writer, loop: TurnLoop) -> Verdict:
    """Run the loop until one of these ends. Raises Fenced, ClaimReleased, django.db.Error if the database failed."""
    stop = stops.watch(claim.message_id)
    turn = asyncio.create_task(_run_and_flush(loop, writer), name=f"turn {claim.message_id}")
    heartbeat = asyncio.create_task(_send_heartbeats(claim, writer, stop), name=f"heartbeat of {claim.message_id}")
    watches = [asyncio.create_task(event.wait()) for event in (stop, writer.fenced, writer.spent, shutdown_requested())]
    tasks: list[asyncio.Task[object]] = [turn, heartbeat, *watches]
    try:
        done, _ = await asyncio.wait(tasks, timeout=settings.TURN_MAX_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stops.unwatch(claim.message_id)
        await cancel_and_wait(*tasks)
    if writer.fenced.is_set() or heartbeat in done:
        raise Fenced(str(claim.message_id))
    if turn in done:
        return _verdict(claim, turn.exception())
    if stop.is_set():
        return Verdict("cancelled")
    if shutdown_requested().is_set():
        raise ClaimReleased
    if writer.spent.is_set():
        return _verdict(claim, TurnError("The server has run out of memory, so this answer ends here.", "server_full"))
    return _verdict(claim, ModelError("The answer took too long and was ended.", "too_long"))


async def _run_and_flush(loop: TurnLoop, writer: Writer) -> None:
    """The flush is part of the attempt: while it waits for Redis, heartbeats go on."""
    await loop.run()
    await writer.flush()


async def _send_heartbeats(claim: Claim, writer: Writer, stop: asyncio.Event) -> None:
    """Record heartbeats, probe the log, and set `stop` if the row asks for it. Returns when the claim is lost."""
    faults = FaultLog(logger, f"Heartbeat of run {claim.message_id}")
    while True:
        await heartbeats.wait_for_next()
        writer.probe()
        try:
            if await heartbeats.record(claim):
                stop.set()
            faults.record_success()
        except Fenced:
            return
        except DatabaseError as problem:
            if not is_passing(problem):
                faults.record_failure(problem, heartbeats.HEARTBEAT_SECONDS)


def _verdict(claim: Claim, problem: BaseException | None) -> Verdict:
    if problem is None:
        return Verdict("success")
    if isinstance(problem, Fenced) or is_passing(problem):
        raise problem
    if isinstance(problem, TurnError):
        return Verdict("error", error_event(claim, problem), problem.detail)
    logger.error("Run %s failed on our side; its answer ends with an error.", claim.message_id, exc_info=problem)
    return Verdict("error", error_event(claim, TurnError("Something went wrong on our side. Try again.")))


def error_event(claim: Claim, problem: TurnError) -> Error:
    """The event that tells the user why their answer failed."""
    return Error(message_id=claim.message_id, code=problem.code, error=str(problem), retryable=problem.retryable)
