"""Which runs are alive: a run's owner records a heartbeat on the message row, by the database's clock."""

from collections.abc import Collection
from typing import Any, cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chatstream.rows import clock
from chatstream.rows.ledger.approvals import awaits_decision, is_awaiting_decision
from chatstream.rows.ledger.rows import Claim
from chatstream.rows.models import AbstractMessage
from chatstream.rows.registry import message_model, of_stream


def is_alive(seconds: float) -> Q:
    """The condition for a run with a heartbeat within `seconds`.

    A heartbeat from the future is from another clock, such as that of a lost database server, and does not count.
    """
    is_recent = Q(heard_from__gt=clock.now(seconds), heard_from__lt=clock.now(-seconds))
    return Q(status=AbstractMessage.Status.RUNNING, heard_from__isnull=False) & is_recent


def record_heartbeats(claims: Collection[Claim]) -> dict[Claim, bool]:
    """Record a heartbeat for each claim; returns the ones still held, with their stop flag.

    A row that another transaction has locked is passed over: its claim is held, and the next heartbeat may find it free.
    A claim that was given up is not held: its last heartbeat may be under way when it is.
    """
    rows = message_model().objects.filter(
        pk__in=[claim.message_id for claim in claims], status=AbstractMessage.Status.RUNNING, claim_id__isnull=False
    )
    found = {pk: (fence, stop) for pk, fence, stop in rows.values_list("pk", "fence", "stop_requested")}
    held = {
        claim: found[claim.message_id][1] for claim in claims if found.get(claim.message_id, (0,))[0] == claim.fence
    }
    # Whoever claims one between these two lines is alive as well.
    held_rows = rows.filter(pk__in=[claim.message_id for claim in held])
    with transaction.atomic():
        unlocked = held_rows.order_by().select_for_update(skip_locked=True).values("pk")
        rows.filter(pk__in=unlocked).update(heard_from=clock.now())
    return held


def is_first_unfinished() -> Q:
    """The condition for the oldest unfinished answer of its stream: one turn of a stream runs at a time."""
    field = message_model().STREAM_FIELD
    unfinished = message_model().objects.unfinished_answers()
    return Q(~Exists(unfinished.filter(**{field: OuterRef(field)}, position__lt=OuterRef("position"))))


def next_answer(stream_id: Any) -> AbstractMessage | None:
    """The oldest answer of the stream that has not ended, the only one that may run; None while it waits for a decision."""
    first = message_model().objects.unfinished_answers().filter(**of_stream(stream_id)).first()
    return None if first is None or is_awaiting_decision(first.pk) else cast(AbstractMessage, first)


def find_silent_runs(seconds: float) -> list[AbstractMessage]:
    """The oldest unfinished answer of each stream, if it is unclaimed or had no heartbeat within `seconds`.

    Those that wait for a decision are not among them.
    """
    rows = message_model().objects.unfinished_answers().exclude(is_alive(seconds)).exclude(awaits_decision())
    return list(rows.filter(is_first_unfinished()))
