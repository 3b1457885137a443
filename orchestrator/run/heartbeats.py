"""The heartbeats of all runs of a process, together: one look at the database for as many as beat at once.

For fifty runs it is a twentieth of the transactions, and on SQLite each of them would hold up every other writer.
"""

import asyncio
from functools import lru_cache

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
    return await _beats_of(asyncio.get_running_loop()).beat(claim)


class _Beats:
    """Its task ends with the one transaction that it is for."""

    def __init__(self) -> None:
        self._waiting: dict[Claim, asyncio.Future[bool]] = {}
        self._task: asyncio.Task[None] | None = None

    async def beat(self, claim: Claim) -> bool:
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[claim] = answer
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._say(), name="beats")
        return await answer

    async def _say(self) -> None:
        await asyncio.sleep(0)  # whose timers have run out at the same moment come too
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            said: dict[Claim, bool | Exception]
            try:
                said = {**await off_loop(ledger.record_heartbeats)(list(waiting))}
            except Exception as problem:  # noqa: BLE001 - each caller hears of it
                said = dict.fromkeys(waiting, problem)
            for claim, answer in waiting.items():
                _settle(answer, said.get(claim, Fenced(str(claim.message_id))))


def _settle(answer: "asyncio.Future[bool]", said: bool | Exception) -> None:
    if answer.done():
        return  # the run has ended meanwhile
    if isinstance(said, Exception):
        answer.set_exception(said)
    else:
        answer.set_result(said)


@lru_cache(maxsize=4)
def _beats_of(loop: asyncio.AbstractEventLoop) -> _Beats:
    return _Beats()
