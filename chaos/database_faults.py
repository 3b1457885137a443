"""What is broken of PostgreSQL and of the line before it."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any

import psycopg

from chaos.postgres import FAST, IMMEDIATE, Postgres, url
from chatstream.testing.fault_proxy import FaultProxy

LOCK_SECONDS = 10.0  # longer than a run may be silent
_COMMIT = b"COMMIT\x00"  # as it stands in the wire's messages, whichever protocol of queries a client uses
_LOCKED_ROWS = """
    SELECT id FROM projects_message WHERE role = 'assistant' AND status IN ('pending', 'running')
    ORDER BY created DESC LIMIT 2 FOR UPDATE"""
_WAIT = f"SELECT pg_sleep({LOCK_SECONDS})"  # it ends with the server, as the lock does

Announce = Callable[..., AbstractAsyncContextManager[None]]


class DatabaseFaults:
    """`kinds` go one after the other; `lock_rows` goes beside everything else."""

    def __init__(self, postgres: Postgres, line: FaultProxy, announce: Announce, chance: random.Random) -> None:
        self.kinds: list[Callable[[], Coroutine[Any, Any, None]]] = [
            self.lose_answers_to_commits,
            self.lose_any_answers,
            self.cut_the_line,
            self.half_open_the_line,
            self.restart_at_once,
            self.restart_in_order,
        ]
        self._postgres = postgres
        self._line = line
        self._fault = announce
        self._chance = chance

    async def lose_answers_to_commits(self) -> None:
        """Whoever commits is cut off and cannot know whether it was done: it was."""
        async with self._fault("answers to COMMIT are lost"):
            for _ in range(10):
                self._line.lose_answers_to(_COMMIT)
                await asyncio.sleep(0.15)
            self._line.lose_answers_to(_COMMIT, times=0)

    async def lose_any_answers(self) -> None:
        async with self._fault("answers of PostgreSQL are lost"):
            for _ in range(10):
                self._line.swallow()
                await asyncio.sleep(0.1)

    async def cut_the_line(self) -> None:
        async with self._fault("the line to PostgreSQL is cut"):
            for _ in range(4):
                await self._line.cut()
                await asyncio.sleep(self._chance.uniform(0.05, 0.3))

    async def half_open_the_line(self) -> None:
        async with self._fault("the line to PostgreSQL is half-open", outage=True, holds_up_takeovers=True):
            self._line.freeze()
            await asyncio.sleep(2)
            self._line.thaw()
            await self._line.cut()

    async def restart_at_once(self) -> None:
        async with self._fault("PostgreSQL restarts, immediate", outage=True, holds_up_takeovers=True):
            await self._postgres.restart_by(IMMEDIATE)

    async def restart_in_order(self) -> None:
        async with self._fault("PostgreSQL restarts, fast", outage=True, holds_up_takeovers=True):
            await self._postgres.restart_by(FAST)

    async def lock_rows(self) -> None:
        """Somebody from outside keeps rows of answers that are being written; a restart may end it before its time."""
        async with self._fault(f"rows of answers are locked, {LOCK_SECONDS:.0f} s", holds_up_takeovers=True):
            try:
                async with await psycopg.AsyncConnection.connect(url(self._postgres.port)) as outsider:
                    await outsider.execute(_LOCKED_ROWS)
                    await outsider.execute(_WAIT)
            except psycopg.Error:
                return
