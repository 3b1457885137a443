"""Watch one attempt: it ends by itself, by a stop, by the clock, for want of memory, by a shutdown, or by a loss of the claim."""

import asyncio
import logging

from django.db import Error as DatabaseError

from chatstream.backoff import pause
from chatstream.cancellation import cancel_and_wait
from chatstream.conf import setting
from chatstream.log.writer import Writer
from chatstream.rows.database import is_passing
from chatstream.rows.ledger import Claim
from chatstream.run import heartbeats, stops
from chatstream.run.errors import ApprovalPending, ModelError, RunError
from chatstream.run.fault_log import FaultLog
from chatstream.run.responder import Attempt
from chatstream.run.verdict import Verdict
from chatstream.run.worker_shutdown import shutdown_requested
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Error

logger = logging.getLogger(__name__)


class ClaimReleased(Exception):
    """This worker shuts down and has given up its claim: the queue delivers the run to another one."""


async def supervise(claim: Claim, writer: Writer, attempt: Attempt) -> Verdict:
    """Run the attempt until one of these ends.

    Raises Fenced, ClaimReleased, ApprovalPending, django.db.Error if the database failed.
    """
    stop = stops.watch(claim.message_id)
    work = asyncio.create_task(_run_and_flush(attempt, writer), name=f"run {claim.message_id}")
    heartbeat = asyncio.create_task(_send_heartbeats(claim, writer, stop), name=f"heartbeat of {claim.message_id}")
    watches = [asyncio.create_task(event.wait()) for event in (stop, writer.fenced, writer.spent, shutdown_requested())]
    tasks: list[asyncio.Task[object]] = [work, heartbeat, *watches]
    try:
        done, _ = await asyncio.wait(tasks, timeout=setting("RUN_MAX_SECONDS"), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stops.unwatch(claim.message_id)
        await cancel_and_wait(*tasks)
    if writer.fenced.is_set() or heartbeat in done:
        raise Fenced(str(claim.message_id))
    if work in done:
        return _verdict(claim, work.exception())
    if stop.is_set():
        return Verdict("cancelled")
    if shutdown_requested().is_set():
        raise ClaimReleased
    if writer.spent.is_set():
        return _verdict(claim, RunError("The server has run out of memory, so this answer ends here.", "server_full"))
    return _verdict(claim, ModelError("The answer took too long and was ended.", "too_long"))


async def _run_and_flush(attempt: Attempt, writer: Writer) -> None:
    """The flush is part of the attempt: while it waits for Redis, heartbeats go on."""
    await attempt.run(writer)
    await writer.flush()


async def _send_heartbeats(claim: Claim, writer: Writer, stop: asyncio.Event) -> None:
    """Record heartbeats, probe the log, and set `stop` if the row asks for it. Returns when the claim is lost."""
    faults, failures = FaultLog(logger, f"Heartbeat of run {claim.message_id}"), 0
    while True:
        await (pause(failures - 1) if failures else heartbeats.wait_for_next())
        writer.probe()
        try:
            if await heartbeats.record(claim):
                stop.set()
            failures = 0
            faults.record_success()
        except Fenced:
            return
        except DatabaseError as problem:
            failures += 1  # one that comes late may be taken for none
            if not is_passing(problem):
                faults.record_failure(problem, heartbeats.HEARTBEAT_SECONDS)


def _verdict(claim: Claim, problem: BaseException | None) -> Verdict:
    if problem is None:
        return Verdict("success")
    if _is_pending(problem):
        raise ApprovalPending
    if isinstance(problem, Fenced) or is_passing(problem):
        raise problem
    if isinstance(problem, RunError):
        return Verdict("error", error_event(claim, problem), problem.detail)
    logger.error("Run %s failed on our side; its answer ends with an error.", claim.message_id, exc_info=problem)
    return Verdict("error", error_event(claim, RunError("Something went wrong on our side. Try again.")))


def _is_pending(problem: BaseException) -> bool:
    """Also where a group of tasks was ended by it."""
    if isinstance(problem, BaseExceptionGroup):
        return problem.split(ApprovalPending)[1] is None
    return isinstance(problem, ApprovalPending)


def error_event(claim: Claim, problem: RunError) -> Error:
    """The event that tells the user why their answer failed."""
    return Error(message_id=claim.message_id, code=problem.code, error=str(problem), retryable=problem.retryable)
