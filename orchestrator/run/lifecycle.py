"""The life of a run: claimed with a fence, attempted, ended once; then the next turn of its project begins.

run_turn ── _claim ── _run_claimed ── attempt (attempt.py) ── supervise (supervision.py): the turn loop, watched
                                         └─ write_end (run_end.py)
"""

import logging
from uuid import UUID, uuid4

from django.db import Error as DatabaseError
from redis.exceptions import RedisError

from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.log_context import add_ids
from chatstream.wire.errors import Fenced
from orchestrator.errors import TurnError
from orchestrator.run import limits, queue
from orchestrator.run.attempt import attempt
from orchestrator.run.reconciliation import reconcile
from orchestrator.run.run_end import end_without_attempt
from orchestrator.run.supervision import error_event
from projects import database, ledger
from projects.actions import next_turn
from projects.database import is_passing, off_loop, persist
from projects.ledger import Claim, RowLocked
from projects.models import Message
from projects.outbox import find_waiting_projects, flush

logger = logging.getLogger(__name__)

SILENT_SECONDS = 7.0  # after three missed heartbeats an owner counts as gone
_NEVER = 1e9


async def announce(project_id: UUID) -> None:
    """Publish the committed events of a project and queue its oldest unfinished turn. Harmless to repeat.

    Raises RedisError, django.db.Error.
    """
    await flush(project_id)
    turn = await off_loop(next_turn)(project_id)
    if turn is not None:
        await queue.enqueue(turn.pk)


async def run_turn(message_id: UUID, unclaimed_only: bool = False) -> None:
    """Run one turn to its end, then queue the next; return at once if it has another owner. Harmless to repeat.

    `unclaimed_only`: an owner without heartbeats counts as alive, too.

    Raises RowLocked, RedisError, django.db.Error, ClaimReleased; after each of them another call can take the turn over.
    """
    message = await persist(_find)(message_id)
    if message is None:
        return
    add_ids(run=message.pk, project=message.project_id, user=message.project.owner_id)
    # The log is begun and its head read before the claim, so that the run notices if the log is lost after it.
    await flush(message.project_id)
    known = await get_log().head(str(message.project_id))
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
        logger.info("Project of run %s was deleted; the run ends.", message_id)
    await _release_limits(message)
    await announce(message.project_id)


async def force_end(message_id: UUID) -> bool:
    """End a run with an error, whoever owns it: an owner that still lives is fenced. Returns whether it had not ended.

    Raises RowLocked, RedisError, django.db.Error.
    """
    message = await persist(_find)(message_id)
    claim = await _claim(message_id, silent=0.0) if message else None
    claim = claim and await reconcile(claim)
    if message is None or claim is None:
        return False
    problem = TurnError("This answer was ended by an operator.", "ended_by_operator")
    await end_without_attempt(claim, "error", error_event(claim, problem))
    await _release_limits(message)
    await announce(message.project_id)
    return True


def silent_seconds() -> float:
    """Seconds without a heartbeat after which an owner counts as gone; "never" while the database refuses heartbeats."""
    return _NEVER if database.outage.failed_within(SILENT_SECONDS) else SILENT_SECONDS


async def sweep() -> None:
    """Find what no queue remembers: unpublished events, and turns without an owner. Raises RedisError, django.db.Error."""
    for project_id in await off_loop(find_waiting_projects)(SILENT_SECONDS):
        await flush(project_id)
    for message in await off_loop(ledger.find_silent_runs)(silent_seconds()):
        await queue.enqueue(message.pk)


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
            await attempt(claim, known)
    except (RedisError, OSError, DatabaseError) as problem:
        if not isinstance(problem, DatabaseError) or is_passing(problem):
            await persist(ledger.release)(claim)
        raise


async def _release_limits(message: Message) -> None:
    """The run no longer counts as live, nor its request, if nothing came of it."""
    assert message.request_id is not None  # every answer has the id of the request that asked for it
    await limits.release(message.project.owner_id, message.project_id, message.request_id)
    if await off_loop(ledger.has_failed_empty)(message.pk):
        await limits.refund(message.project.owner_id, message.project_id, message.request_id)


def _find(message_id: UUID) -> Message | None:
    return Message.objects.select_related("project").filter(pk=message_id).first()
