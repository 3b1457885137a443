"""Which runs are alive: a run's owner records a heartbeat on the message row, by the database's clock."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from projects import clock
from projects.ledger.rows import Claim
from projects.models import Message


def is_alive(seconds: float) -> Q:
    """The condition for a run with a heartbeat within `seconds`.

    A heartbeat from the future is from another clock, such as that of a lost database server, and does not count.
    """
    is_recent = Q(heard_from__gt=clock.now(seconds), heard_from__lt=clock.now(-seconds))
    return Q(status=Message.Status.RUNNING, heard_from__isnull=False) & is_recent


def record_heartbeats(claims: Collection[Claim]) -> dict[Claim, bool]:
    """Record a heartbeat for each claim; returns the ones still held, with their stop flag.

    A row that another transaction has locked is passed over: its claim is held, and the next heartbeat may find it free.
    """
    rows = Message.objects.filter(pk__in=[claim.message_id for claim in claims], status=Message.Status.RUNNING)
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
    """The condition for the oldest unfinished answer of its project: one turn of a project runs at a time."""
    unfinished = Message.objects.unfinished_answers()
    return Q(~Exists(unfinished.filter(project=OuterRef("project"), position__lt=OuterRef("position"))))


def find_silent_runs(seconds: float) -> list[Message]:
    """The oldest unfinished answer of each project, if it is unclaimed or had no heartbeat within `seconds`."""
    return list(Message.objects.unfinished_answers().exclude(is_alive(seconds)).filter(is_first_unfinished()))
