"""The heartbeats of all runs of a process, recorded together: one transaction for as many as are due at once.

For fifty runs it is a twentieth of the transactions, and on SQLite each of them would hold up every other writer.
"""

import asyncio

from chatstream.batcher import Batcher
from chatstream.loop_local import LoopLocal
from chatstream.rows import ledger
from chatstream.rows.database import off_loop
from chatstream.rows.ledger import Claim
from chatstream.wire.errors import Fenced

HEARTBEAT_SECONDS = 2.0


async def wait_for_next() -> None:
    """Return when heartbeats are due, which is at the same moment for all runs of this process."""
    await asyncio.sleep(HEARTBEAT_SECONDS - asyncio.get_running_loop().time() % HEARTBEAT_SECONDS)


async def record(claim: Claim) -> bool:
    """Record one heartbeat of a run. Returns whether the run should stop.

    Raises Fenced if the claim is lost, django.db.Error.
    """
    return await _heartbeats.get().submit(claim)


class _Heartbeats(Batcher[Claim, bool]):
    """One transaction for the heartbeats that are due at the same moment."""

    async def _send(self, claims: list[Claim]) -> list[bool | Exception]:
        stop_flags = await off_loop(ledger.record_heartbeats)(claims)
        return [stop_flags.get(claim, Fenced(str(claim.message_id))) for claim in claims]


_heartbeats = LoopLocal(lambda: _Heartbeats("heartbeats"))
