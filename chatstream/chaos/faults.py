"""What is broken, one after the other: each once, then at random."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

from chatstream.chaos.readers import Reader
from chatstream.chaos.site import Site
from chatstream.log.connection import get_client

BETWEEN_SECONDS = (0.5, 2.0)
CATCH_UP_SECONDS = 60.0

Fault = Callable[[], Awaitable[None]]


class Faults:
    """`report` is told what is broken next. `count`: how many there were. `enough`: set when each was there once."""

    def __init__(self, site: Site, readers: Sequence[Reader], report: Callable[[str], None], seed: int) -> None:
        self.count = 0
        self.enough = asyncio.Event()
        self.over = asyncio.Event()
        self._site = site
        self._readers = readers
        self._report = report
        self._chance = random.Random(seed)  # noqa: S311 - so that it can be repeated
        self._kinds: list[Fault] = [self.kill_workers, self.kill_web, self.flush_redis, self.cut_readers]

    async def inject(self) -> None:
        """Until `over` is set. Every process runs when this returns."""
        deck = list(reversed(self._kinds))
        while not self.over.is_set():
            await asyncio.sleep(self._chance.uniform(*BETWEEN_SECONDS))
            await deck.pop()()
            self.count += 1
            if not deck:
                self.enough.set()
                deck = self._chance.sample(self._kinds, len(self._kinds))

    async def kill_workers(self) -> None:
        self._report("kill -9: the workers")
        self._site.kill_workers()

    async def kill_web(self) -> None:
        self._report("kill -9: the web server")
        await self._site.kill_web()

    async def flush_redis(self) -> None:
        self._report("FLUSHDB")
        await get_client().flushdb()

    async def cut_readers(self) -> None:
        self._report("the lines of half of the readers are cut")
        some = self._chance.sample(self._readers, len(self._readers) // 2)
        async with asyncio.timeout(CATCH_UP_SECONDS):
            await asyncio.gather(*[reader.stream.reconnect() for reader in some])
