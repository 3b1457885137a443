"""Runs as an operator looks for them: answers by the state they are in."""

from datetime import timedelta
from enum import StrEnum

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from chatstream.rows import clock
from chatstream.rows.ledger.approvals import awaits_decision
from chatstream.rows.ledger.heartbeats import is_alive, is_first_unfinished
from chatstream.run.lifecycle import SILENT_SECONDS
from projects.models import Message

STUCK_SECONDS = 60.0  # sweeps find a run without an owner every 2 s: one that waits for longer needs a person

# The words of the index `unfinished`: with bound parameters SQLite would not see that it holds all of them, and read every answer.
UNFINISHED = Q(RawSQL("status IN ('pending', 'running')", [], output_field=BooleanField()))


class RunState(StrEnum):
    """`live`: its owner has sent a heartbeat. `queued`: it waits for a worker; `undecided`: for the person, who must allow a call.

    `stuck`: it is the first of its project, and has been without an owner for longer than STUCK_SECONDS.
    """

    LIVE = "live"
    QUEUED = "queued"
    UNDECIDED = "undecided"
    STUCK = "stuck"
    FAILED = "failed"
    STOPPED = "stopped"
    DONE = "done"


def in_state(state: RunState) -> Q:
    """The condition on a message."""
    is_silent = Q(status=Message.Status.RUNNING) & ~is_alive(SILENT_SECONDS) & ~awaits_decision()
    waits = Q(status=Message.Status.PENDING) | is_silent
    match state:
        case RunState.LIVE:
            return UNFINISHED & is_alive(SILENT_SECONDS)
        case RunState.QUEUED:
            return UNFINISHED & waits
        case RunState.UNDECIDED:
            return UNFINISHED & awaits_decision()
        case RunState.STUCK:
            is_old = Q(created__lt=clock.now(STUCK_SECONDS)) & ~Q(heard_from__gt=clock.now(STUCK_SECONDS))
            return UNFINISHED & waits & is_old & is_first_unfinished()
        case RunState.FAILED:
            return Q(status=Message.Status.ERROR)
        case RunState.STOPPED:
            return Q(status=Message.Status.CANCELLED)
        case RunState.DONE:
            return Q(status=Message.Status.SUCCESS)


def ended_within(duration: timedelta) -> Q:
    """The condition on a message."""
    return Q(finished__gt=clock.now(duration.total_seconds()))
