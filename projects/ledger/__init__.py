"""What a run writes: every write checks the fence on the message row, in its own transaction. Blocking; see database.py.

Each may be called again after a database error (`database.persist`): it finds what an earlier call has committed and does
not write it twice. None waits for a row that another transaction has locked: that raises OperationalError at once.
"""

from projects.ledger.claims import (
    RowLocked,
    claim,
    find_claim,
    has_ended,
    is_current,
    raise_fence,
    release,
)
from projects.ledger.end import RunResult, adopt_end, finalise, has_failed_empty
from projects.ledger.heartbeats import find_silent_runs, record_heartbeats
from projects.ledger.rows import Claim
from projects.ledger.steps import record_step
from projects.ledger.tools import ToolOutcome, finish_tool, start_tool

__all__ = [
    "Claim",
    "RowLocked",
    "RunResult",
    "ToolOutcome",
    "adopt_end",
    "claim",
    "finalise",
    "find_claim",
    "find_silent_runs",
    "finish_tool",
    "has_ended",
    "has_failed_empty",
    "is_current",
    "raise_fence",
    "record_heartbeats",
    "record_step",
    "release",
    "start_tool",
]
