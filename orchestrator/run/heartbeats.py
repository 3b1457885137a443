"""The heartbeats of all runs of a process, together: one look at the database for as many as beat at once.

For fifty runs it is a twentieth of the transactions, and on SQLite each of them would hold up every other writer.
"""

import asyncio

from chatstream.batcher import Batcher
from chatstream.loop_local import LoopLocal
from chatstream.wire.errors import Fenced
from projects import ledger
from projects.database import off_loop
from projects.ledger import Claim

BEAT_SECONDS = 2.0


async def next_beat() -> None:
    """Return at the next beat, which is the same moment for all runs of this process."""
    await asyncio.sleep(BEAT_SECONDS - asyncio.get_running_loop().time() % BEAT_SECONDS)


async def beat(claim: Claim) -> bool:
    """Say that the run lives; whether it should stop. Raises Fenced if another owner has it, django.db.Error."""
    return await _heartbeats.get().submit(claim)


class _Heartbeats(Batcher[Claim, bool]):
    """One transaction for the runs that beat at the same moment."""

    async def _send(self, claims: list[Claim]) -> list[bool | Exception]:
        stop_flags = await off_loop(ledger.record_heartbeats)(claims)
        return [stop_flags.get(claim, Fenced(str(claim.message_id))) for claim in claims]


_heartbeats = LoopLocal(lambda: _Heartbeats("heartbeats"))
