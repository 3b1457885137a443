"""Watches one attempt: it ends by itself, by a stop, by the clock, because this worker ends, or because another owns it."""

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
from orchestrator.turn.loop import TurnLoop
from projects.database import is_passing
from projects.ledger import Claim

logger = logging.getLogger(__name__)

# Set when this worker was told to end: its runs are handed on, not finished.
draining = asyncio.Event()


class HandedOn(Exception):
    """This worker ends; the queue must deliver the run to another one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`detail`: why it failed, for operators."""

    status: Literal["success", "error", "cancelled"]
    error: Error | None = None
    detail: str = ""


async def supervise(claim: Claim, writer: Writer, loop: TurnLoop) -> Verdict:
    """Run the loop to its end, whichever it is. Raises Fenced, HandedOn, and django.db.Error if the database failed."""
    stop = stops.expect(claim.message_id)
    turn = asyncio.create_task(_run_and_flush(loop, writer), name=f"turn {claim.message_id}")
    heartbeat = asyncio.create_task(_beat(claim, writer, stop), name=f"heartbeat of {claim.message_id}")
    watches = [asyncio.create_task(event.wait()) for event in (stop, writer.fenced, draining)]
    tasks: list[asyncio.Task[object]] = [turn, heartbeat, *watches]
    try:
        done, _ = await asyncio.wait(tasks, timeout=settings.TURN_MAX_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stops.forget(claim.message_id)
        await cancel_and_wait(*tasks)
    if writer.fenced.is_set() or heartbeat in done:
        raise Fenced(str(claim.message_id))
    if turn in done:
        return _verdict(claim, turn.exception())
    if stop.is_set():
        return Verdict("cancelled")
    if draining.is_set():
        raise HandedOn
    return _verdict(claim, ModelError("The answer took too long and was ended.", "too_long"))


async def _run_and_flush(loop: TurnLoop, writer: Writer) -> None:
    """While the last words wait for a log that is away, the run beats: it lives."""
    await loop.run()
    await writer.flush()


async def _beat(claim: Claim, writer: Writer, stop: asyncio.Event) -> None:
    """Say again and again that the run lives, and see that its log does. Returns when another owner has it."""
    faults = FaultLog(logger, f"Heartbeat of run {claim.message_id}")
    while True:
        await heartbeats.next_beat()
        writer.probe()
        try:
            if await heartbeats.beat(claim):
                stop.set()
            faults.recovered()
        except Fenced:
            return
        except DatabaseError as problem:
            if not is_passing(problem):
                faults.failed(problem, heartbeats.BEAT_SECONDS)


def _verdict(claim: Claim, problem: BaseException | None) -> Verdict:
    if problem is None:
        return Verdict("success")
    if isinstance(problem, Fenced) or is_passing(problem):
        raise problem
    if isinstance(problem, TurnError):
        return Verdict("error", failure(claim, problem), problem.detail)
    logger.error("Run %s failed.", claim.message_id, exc_info=problem)
    return Verdict("error", failure(claim, TurnError("Something went wrong on our side. Try again.")))


def failure(claim: Claim, problem: TurnError) -> Error:
    return Error(message_id=claim.message_id, code=problem.code, error=str(problem), retryable=problem.retryable)
