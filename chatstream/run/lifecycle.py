"""The life of a run: claimed with a fence, attempted, ended once; then the next one of its stream begins.

run_answer ── _claim ── _run_claimed ── make_attempt (attempt.py) ── supervise (supervision.py): the responder, watched
                                         └─ write_end (run_end.py)
"""

import logging
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from chatstream.conf import setting
from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.log_context import add_ids
from chatstream.rows import database, ledger
from chatstream.rows.approvals import decline_expired
from chatstream.rows.database import is_passing, off_loop, persist
from chatstream.rows.ledger import Claim, RowLocked
from chatstream.rows.models import AbstractMessage
from chatstream.rows.outbox import find_waiting_streams, flush
from chatstream.rows.registry import message_model
from chatstream.run.attempt import make_attempt
from chatstream.run.errors import RunError
from chatstream.run.queue import get_queue
from chatstream.run.reconciliation import reconcile
from chatstream.run.responder import get_responder
from chatstream.run.run_end import end_without_attempt
from chatstream.run.supervision import error_event
from chatstream.tracing import continued, span
from chatstream.wire.errors import Fenced

logger = logging.getLogger(__name__)

SILENT_SECONDS = 7.0  # after three missed heartbeats an owner counts as gone
_NEVER = 1e9


async def announce(stream_id: Any) -> None:
    """Publish the committed events of a stream and queue its oldest unfinished answer. Harmless to repeat.

    Raises RedisError, django.db.Error.
    """
    await flush(stream_id)
    answer = await off_loop(ledger.next_answer)(stream_id)
    if answer is not None:
        await get_queue().enqueue(answer.pk)


async def run_answer(message_id: UUID, unclaimed_only: bool = False) -> None:
    """Run one answer to its end, then queue the next; return at once if it has another owner. Harmless to repeat.

    One that waits for a decision is left alone; the decision puts it into the queue.

    `unclaimed_only`: an owner without heartbeats counts as alive, too.

    Raises RowLocked, RedisError, django.db.Error, ClaimReleased; after each of them another call can take it over.
    """
    message = await persist(_find)(message_id)
    if message is None or await persist(ledger.is_awaiting_decision)(message_id):
        return
    add_ids(**message.log_ids())
    # The log is begun and its head read before the claim, so that the run notices if the log is lost after it.
    await flush(message.stream_id)
    known = await get_log().head(message.stream)
    try:
        claim = await _claim(message.pk, _NEVER if unclaimed_only else silent_seconds())
        if claim is not None:
            await _run_claimed(claim, known)
    except RowLocked:
        raise
    except Fenced:
        if await off_loop(_find)(message_id) is not None:
            logger.info("Run %s has another owner; this worker leaves it.", message_id)
            return
        logger.info("Answer of run %s was deleted; the run ends.", message_id)
    await get_responder().run_ended(message)
    with continued({}):  # the next answer is of another request
        await announce(message.stream_id)


async def force_end(message_id: UUID) -> bool:
    """End a run with an error, whoever owns it: an owner that still lives is fenced. Returns whether it had not ended.

    Raises RowLocked, RedisError, django.db.Error.
    """
    message = await persist(_find)(message_id)
    claim = await _claim(message_id, silent=0.0) if message else None
    claim = claim and await reconcile(claim)
    if message is None or claim is None:
        return False
    problem = RunError("This answer was ended by an operator.", "ended_by_operator")
    await end_without_attempt(claim, "error", error_event(claim, problem))
    await get_responder().run_ended(message)
    await announce(message.stream_id)
    return True


def silent_seconds() -> float:
    """Seconds without a heartbeat after which an owner counts as gone: those without a database are not counted."""
    return database.absences.lengthen(SILENT_SECONDS)


async def sweep() -> None:
    """Find what no queue remembers: unpublished events, decisions that nobody made, answers without an owner.

    Raises RedisError, django.db.Error.
    """
    for stream_id in await off_loop(find_waiting_streams)(SILENT_SECONDS):
        await flush(stream_id)
    await off_loop(decline_expired)(setting("APPROVAL_SECONDS"))
    for message in await off_loop(ledger.find_silent_runs)(silent_seconds()):
        await get_queue().enqueue(message.pk)


async def _claim(message_id: UUID, silent: float) -> Claim | None:
    """None if the run has ended. After a database error the claim may be committed: it is looked up by its id."""
    claim_id = uuid4()
    try:
        return await off_loop(ledger.claim)(message_id, silent, claim_id)
    except DatabaseError as problem:
        if not is_passing(problem):
            raise
        if (claim := await persist(ledger.find_claim)(message_id, claim_id)) is not None:
            return claim
        raise


async def _run_claimed(claim: Claim, known: Position) -> None:
    """Attempt the run with a claim that the log accepts. If a store fails, release the claim: that is no attempt."""
    try:
        reconciled = await reconcile(claim)
        if reconciled is not None:
            claim = reconciled
            ids = {"chatstream.stream": claim.stream, "chatstream.message": str(claim.message_id)}
            with span("run", {**ids, "chatstream.attempt": claim.attempt}):
                await make_attempt(claim, known)
    except (RedisError, OSError, DatabaseError) as problem:
        if not isinstance(problem, DatabaseError) or is_passing(problem):
            await persist(ledger.release)(claim)
        raise


def _find(message_id: UUID) -> AbstractMessage | None:
    rows = message_model().objects.select_related(message_model().STREAM_FIELD)
    return cast("AbstractMessage | None", rows.filter(pk=message_id).first())
