"""The faults: each kind once, in a random order, one after the other, then again."""

import asyncio
import random
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing

from django.db import connection

from chaos.actor import Actor
from chaos.cluster import Cluster
from chaos.database_faults import DatabaseFaults
from chaos.history import History
from chaos.node_faults import NodeFaults
from chaos.valkey_cluster import ValkeyCluster
from chaos.valkey_faults import Fault, ValkeyFaults
from chatstream.rows.database import off_loop

PAUSE_SECONDS = 9.0  # longer than a run may be silent
QUIET_SECONDS = 2.0  # until there is something to lose
RECOVERY_SECONDS = 1.0
BETWEEN_SECONDS = (0.3, 1.0)


class Faults:
    """`kills`: how many processes were killed with SIGKILL."""

    def __init__(
        self, cluster: Cluster, history: History, chance: random.Random, report: Callable[[str], None]
    ) -> None:
        self._kills = 0
        self._cluster = cluster
        self._history = history
        self._chance = chance
        self._report = report
        self._worker_is_down = asyncio.Lock()
        self._valkey = self._make_valkey_faults()
        self._to_workers: list[Fault] = [self.kill_a_worker, self.pause_a_worker]
        self._kinds: list[Fault] = [
            self.kill_a_web_server,
            self.kill_a_worker,
            *self._valkey.kinds,
            self.pause_a_worker,
            self.half_open_a_web_server,
            self.slow_down_a_web_server,
            self.restart_all_in_turn,
        ]
        self._first: list[Fault] = [
            self.kill_a_web_server,
            self.kill_a_worker,  # its runs take the longest to recover
            *self._valkey.first,
        ]
        self._concurrent: list[Fault] = []
        if cluster.postgres is not None and cluster.database_line is not None:
            self._add_database_faults(DatabaseFaults(cluster.postgres, cluster.database_line, self._fault, chance))

    @property
    def kills(self) -> int:
        return self._kills + self._valkey.kills

    def _make_valkey_faults(self) -> ValkeyFaults | NodeFaults:
        valkey = self._cluster.valkey
        if isinstance(valkey, ValkeyCluster):
            return NodeFaults(valkey, self._fault, self._chance)
        return ValkeyFaults(valkey, self._fault, self._chance)

    def _add_database_faults(self, database: DatabaseFaults) -> None:
        """Rows are locked while other parts break, and all of it before the last answers have ended."""
        self._kinds += [*database.kinds, database.lock_rows]
        in_turn = self._chance.sample(database.kinds, len(database.kinds))
        self._first = [self.kill_a_web_server, *self._valkey.first, *in_turn, self.kill_a_worker, database.lock_rows]
        self._concurrent = [database.lock_rows]

    async def inject(self, seconds: float) -> None:
        """Inject faults for so many seconds, but the first ones in any case; afterwards every part works again."""
        await self._cluster.until_a_run_began()
        end = time.monotonic() + seconds
        await asyncio.sleep(QUIET_SECONDS)
        deck = first = self._first
        async with asyncio.TaskGroup() as concurrent:
            while first or time.monotonic() < end:
                if not deck:
                    deck = self._chance.sample(self._kinds, len(self._kinds))
                fault = deck.pop()
                if fault in self._to_workers:
                    concurrent.create_task(self._one_at_a_time(fault))  # other faults follow meanwhile
                elif fault in self._concurrent:
                    concurrent.create_task(fault())
                else:
                    await fault()
                await asyncio.sleep(self._chance.uniform(*BETWEEN_SECONDS))

    async def _one_at_a_time(self, fault: Fault) -> None:
        """One worker is always left to take over: with none, no answer can go on."""
        async with self._worker_is_down:
            await fault()
            await asyncio.sleep(RECOVERY_SECONDS)

    async def kill_a_web_server(self) -> None:
        web = self._chance.choice(self._cluster.webs)
        async with self._fault(f"kill -9 {web.name}"):
            self._kills += 1
            web.kill()
            await web.bring_back()

    async def kill_a_worker(self) -> None:
        worker = self._cluster.busiest_worker()
        async with self._fault(f"kill -9 {worker.name}", owner=worker.pid):
            self._kills += 1
            worker.kill()
            await worker.bring_back()

    async def pause_a_worker(self) -> None:
        worker = self._cluster.busiest_worker()
        async with self._fault(f"SIGSTOP {worker.name}, {PAUSE_SECONDS:.0f} s", owner=worker.pid):
            await _freeze(worker)
            try:
                await asyncio.sleep(PAUSE_SECONDS)
            finally:
                worker.signal(signal.SIGCONT)

    async def half_open_a_web_server(self) -> None:
        number = self._chance.randrange(2)
        line = self._cluster.web_lines[number]
        async with self._fault(f"{self._cluster.webs[number].name} is half-open", outage=True):
            line.freeze()
            await asyncio.sleep(2)
            line.thaw()
            await line.cut()

    async def slow_down_a_web_server(self) -> None:
        number = self._chance.randrange(2)
        line = self._cluster.web_lines[number]
        async with self._fault(f"the line to {self._cluster.webs[number].name} is slow"):
            line.rate, line.delay = 20_000, 0.05
            await asyncio.sleep(2)
            line.rate, line.delay = 0, 0.0

    async def restart_all_in_turn(self) -> None:
        async with self._fault("rolling restart"):
            for web, worker in zip(self._cluster.webs, self._cluster.workers, strict=True):
                async with self._worker_is_down:
                    await asyncio.gather(web.restart(), worker.restart())

    @asynccontextmanager
    async def _fault(
        self, name: str, owner: int | None = None, outage: bool = False, holds_up_takeovers: bool = False
    ) -> AsyncIterator[None]:
        """`owner`: the pid whose runs another must take over. `outage`: nobody can be served before its end.

        `holds_up_takeovers`: some answers cannot be taken over before its end.
        """
        self._report(name)
        began = time.time()
        fields = {"owner": str(owner) if owner else None, "outage": outage}
        fields["holds_up_takeovers"] = holds_up_takeovers
        self._history.write("faults", "fault", name=name, until=None, **fields)
        try:
            yield
        finally:
            self._history.write("faults", "fault", name=name, began=began, until=time.time(), **fields)


async def _freeze(worker: Actor) -> None:
    """SIGSTOP, but not while it holds the lock of an SQLite database: nobody could write until it continues."""
    while True:
        worker.signal(signal.SIGSTOP)
        if await off_loop(_can_be_written)():
            return
        worker.signal(signal.SIGCONT)
        await asyncio.sleep(0.05)


def _can_be_written() -> bool:
    if connection.vendor != "sqlite":
        return True
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=0.3)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True
