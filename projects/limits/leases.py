"""Open streams, counted across all processes: each is a lease that its process renews, so that a killed one holds nothing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.exceptions import RedisError

from chatstream.cancellation import cancel_and_wait, run_to_completion
from chatstream.log.script_batcher import Script
from chatstream.log.scripts import call_script
from chatstream.loop_local import LoopLocal
from projects.limits.limit import Entry

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60.0
RENEW_SECONDS = 20.0
_BATCH = 500  # leases that are renewed at once
_RENEW = Script((Path(__file__).parent / "renew.lua").read_text())


class Leases:
    """The leases of one process, renewed by one task that ends with the last lease."""

    def __init__(self) -> None:
        self._held: set[Entry] = set()
        self._renewing: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def hold(self, entry: Entry) -> AsyncIterator[None]:
        """Renew `entry`, which is counted already, until the end of this block; then refund it."""
        self._held.add(entry)
        if self._renewing is None:
            self._renewing = asyncio.create_task(self._renew_regularly(), name="stream leases")
        try:
            yield
        finally:
            await run_to_completion(self._leave(entry))  # also if the stream is cancelled again

    async def _leave(self, entry: Entry) -> None:
        self._held.discard(entry)
        renewing = self._renewing
        if renewing is not None and not self._held:
            self._renewing = None
            await cancel_and_wait(renewing)
        try:
            await entry.refund()
        except (RedisError, OSError):
            logger.info("A stream's lease could not be deleted; it expires within %d s.", LEASE_SECONDS)

    async def _renew_regularly(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await renew(list(self._held))
            except (RedisError, OSError):
                logger.info(
                    "The leases of %d streams could not be renewed; retrying in %d s.", len(self._held), RENEW_SECONDS
                )


async def renew(entries: list[Entry]) -> None:
    """Extend each entry by LEASE_SECONDS. Raises RedisError."""
    places = [(limit.key, entry.name) for entry in entries for limit in entry.counted]
    for start in range(0, len(places), _BATCH):
        batch = places[start : start + _BATCH]
        await call_script(
            _RENEW, [key for key, _ in batch], [round(LEASE_SECONDS * 1000), *(name for _, name in batch)]
        )


_leases = LoopLocal(Leases)


def get_leases() -> Leases:
    """The leases of the running event loop."""
    return _leases.get()
