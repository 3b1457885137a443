"""What a run writes: every write checks the fence on the message row, in its own transaction. Blocking; see database.py.

Each may be called again after a database error (`database.persist`): it finds what an earlier call has committed and does
not write it twice. None waits for a row that another transaction has locked: that raises OperationalError at once.
"""

from chatstream.rows.ledger.approvals import is_awaiting_decision, request_approval
from chatstream.rows.ledger.claims import (
    RowLocked,
    claim,
    find_claim,
    has_ended,
    is_current,
    raise_fence,
    release,
    suspend,
)
from chatstream.rows.ledger.end import RunResult, adopt_end, finalise
from chatstream.rows.ledger.heartbeats import find_silent_runs, next_answer, record_heartbeats
from chatstream.rows.ledger.rows import Claim
from chatstream.rows.ledger.steering import close_steering, read_steerings
from chatstream.rows.ledger.tools import ToolOutcome, begin_tool, finish_tool, start_event, start_tool

__all__ = [
    "Claim",
    "RowLocked",
    "RunResult",
    "ToolOutcome",
    "adopt_end",
    "begin_tool",
    "claim",
    "close_steering",
    "finalise",
    "find_claim",
    "find_silent_runs",
    "finish_tool",
    "has_ended",
    "is_awaiting_decision",
    "is_current",
    "next_answer",
    "raise_fence",
    "read_steerings",
    "record_heartbeats",
    "release",
    "request_approval",
    "start_event",
    "start_tool",
    "suspend",
]
