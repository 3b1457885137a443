"""Who may write for a message: the process with the highest fence on its row."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper
from django.db.models.functions import Now

from chatstream.rows import clock
from chatstream.rows.ledger.heartbeats import is_alive
from chatstream.rows.ledger.rows import Claim, lock_claimed, lock_message
from chatstream.rows.models import AbstractMessage
from chatstream.rows.outbox import record
from chatstream.rows.registry import message_model
from chatstream.wire.base import ENDED
from chatstream.wire.errors import Fenced
from chatstream.wire.events import Status

if TYPE_CHECKING:
    from chatstream.rows.ledger.rows import LockedMessage

    class _Claimable(LockedMessage):
        """`alive`: its owner has sent a heartbeat lately."""

        alive: bool


class RowLocked(Fenced):
    """Another transaction has locked the message's row, so it is unknown who owns the run."""


def claim(message_id: UUID, silent_seconds: float = 0.0, claim_id: UUID | None = None) -> Claim | None:
    """Take over the message with a higher fence than any before; None if it has ended or is gone.

    Raises Fenced if its owner has sent a heartbeat within `silent_seconds`, RowLocked. `claim_id` is for `find_claim`: unlike
    other writes of a run, a claim may not be repeated after a database error, since nobody sends a heartbeat meanwhile.
    """
    claim_id = claim_id or uuid4()
    with transaction.atomic():
        message = _lock_claimable(message_id, silent_seconds)
        if message is None or message.ended:
            return None
        if message.alive:
            raise Fenced(str(message_id))
        message.fence += 1
        message.attempt += 1
        message.claim_id = claim_id
        message.status = AbstractMessage.Status.RUNNING
        message.started = message.started or message.now
        message.heard_from = clock.now()
        message.save(update_fields=["fence", "attempt", "claim_id", "status", "started", "heard_from"])
        return _claim_on(message)


def find_claim(message_id: UUID, claim_id: UUID) -> Claim | None:
    """The claim that `claim` has made under this id, if it was committed and still holds."""
    message = (
        message_model().objects.filter(pk=message_id, claim_id=claim_id, status=AbstractMessage.Status.RUNNING).first()
    )
    return _claim_on(message) if message else None


def _claim_on(message: AbstractMessage) -> Claim:
    without_progress = message.attempt - max(1, message.progress_attempt)
    return Claim(
        message.pk, message.stream_id, message.fence, message.attempt, message.stop_requested, without_progress
    )


def _lock_claimable(message_id: UUID, silent_seconds: float) -> "_Claimable | None":
    """The row, locked by us; None if there is none. Raises RowLocked."""
    rows = message_model().objects.filter(pk=message_id)
    alive = ExpressionWrapper(is_alive(silent_seconds), BooleanField())
    locked = rows.select_for_update(skip_locked=True).annotate(now=Now(), alive=alive).first()
    if locked is None and rows.exists():
        raise RowLocked(str(message_id))
    return cast("_Claimable | None", locked)


def raise_fence(claim: Claim, above: int) -> Claim:
    """The same claim with a fence higher than `above`, which the log knows and a restored database has lost. Raises Fenced."""
    fence = above + 1
    with transaction.atomic():
        message = lock_message(claim.message_id)
        if (
            message is None
            or message.status != AbstractMessage.Status.RUNNING
            or message.fence not in (claim.fence, fence)
        ):
            raise Fenced(str(claim.message_id))
        message.fence = fence
        message.save(update_fields=["fence"])
    return replace(claim, fence=fence)


def release(claim: Claim) -> None:
    """Give the run up, for another worker to claim at once; it does not count as an attempt. Raises Fenced."""
    with lock_claimed(claim) as message:
        if message.claim_id is None:
            return
        message.attempt -= 1
        message.heard_from = message.claim_id = None
        message.save(update_fields=["attempt", "heard_from", "claim_id"])


def suspend(claim: Claim, text: str, reasoning: str) -> None:
    """Give the run up until a person has decided about its calls. The row keeps what stands: the log may be gone by then.

    Raises Fenced.
    """
    with lock_claimed(claim) as message:
        message.content, message.reasoning = text, reasoning
        message.save(update_fields=["content", "reasoning"])
        if message.claim_id is not None:  # else an earlier try has committed
            record(claim.stream_id, Status(message_id=claim.message_id, status="waiting", attempt=claim.attempt))
        release(claim)


def is_current(claim: Claim) -> bool:
    """Whether the claim still is the newest, and its message has not ended."""
    return _status_of(claim) == AbstractMessage.Status.RUNNING


def has_ended(claim: Claim) -> bool:
    """Whether the message has ended, and this claim was the last one on it: no other process has ended it."""
    return _status_of(claim) in ENDED


def _status_of(claim: Claim) -> str | None:
    """None if a newer claim is there, or no row any more."""
    rows = message_model().objects.filter(pk=claim.message_id, fence=claim.fence)
    return cast("str | None", rows.values_list("status", flat=True).first())
