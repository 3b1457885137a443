"""One attempt at a claimed run: stream the answer into the log, then write its end."""

import logging
import time
from dataclasses import replace

from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.log.writer import Writer
from chatstream.rows import ledger
from chatstream.rows.database import persist
from chatstream.rows.ledger import Claim
from chatstream.run.errors import ApprovalPending, ModelError
from chatstream.run.responder import Attempt, get_responder
from chatstream.run.run_end import end_without_attempt, write_end
from chatstream.run.supervision import ClaimReleased, error_event, supervise
from chatstream.wire.events import Status

logger = logging.getLogger(__name__)

MAX_FRUITLESS_ATTEMPTS = 3


async def make_attempt(claim: Claim, known: Position) -> None:
    """Run a claimed answer to its end, or until a person must decide. `known`: a position of the stream's log before the claim.

    Raises Fenced, ClaimReleased, RedisError, django.db.Error.
    """
    if claim.stop_requested:
        await end_without_attempt(claim, "cancelled")
    elif claim.attempts_without_progress >= MAX_FRUITLESS_ATTEMPTS:
        problem = ModelError("This answer was cut off several times and could not be finished.", "gave_up")
        await end_without_attempt(claim, "error", error_event(claim, problem))
    else:
        await _stream_answer(claim, known)


async def _stream_answer(claim: Claim, known: Position) -> None:
    if claim.attempt > 1:
        get_responder().observe_takeover()
    attempt = await get_responder().begin(claim)

    async def still_owner() -> bool:
        return await persist(ledger.is_current)(claim)

    async with Writer(
        get_log(), claim.stream, claim.message_id, claim.fence, known, still_owner, attempt.restate
    ) as writer:
        if claim.fence > 1:
            for event in attempt.restate():
                writer.emit(event)
        writer.emit(Status(message_id=claim.message_id, status="thinking", attempt=claim.attempt))
        await _run_to_end(claim, writer, attempt)


async def _run_to_end(claim: Claim, writer: Writer, attempt: Attempt) -> None:
    """The end is written when all events of the answer are in the log. A run that must wait for a person is given up."""
    started = time.monotonic()
    try:
        verdict = await supervise(claim, writer, attempt)
    except ClaimReleased:
        await writer.flush()
        await persist(ledger.release)(claim)
        raise
    except ApprovalPending:
        await writer.flush()
        await persist(ledger.suspend)(claim, attempt.text, attempt.reasoning)
        logger.info("Run %s waits for a decision about a tool call; it goes on when that is there.", claim.message_id)
        return
    await writer.flush()
    result = replace(attempt.result(verdict), at=writer.known)
    await write_end(claim, result)
    get_responder().observe_end(result, time.monotonic() - started)
