"""A run's producer: gathers deltas, appends in order, retries after an outage, and stops when another owner has the message."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID, uuid4

from django.db import Error as DatabaseProblem
from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.cancellation import cancel_and_wait
from chatstream.log.connection import outage
from chatstream.log.entries import START, Position
from chatstream.log.event_log import Log, Producer
from chatstream.log.gathering import get_gathering
from chatstream.log.memory import RunMemory
from chatstream.log.packing import packed_delta
from chatstream.wire.errors import Fenced, LogLost
from chatstream.wire.events import Event, Reasoning
from chatstream.wire.text_parts import split_text

logger = logging.getLogger(__name__)

BATCH = 200


class Writer:
    """`async with Writer(…) as writer`: `delta`, `reasoning` and `emit` return at once; `flush` waits until the log has all.

    What is written goes through two stages, and its order is kept:

        delta, reasoning ──> _text, _reasoning ──_seal──> _pending ──_append_batch──> the log
        emit ──────────────────────────────────────────────^

    The task that appends ends when `fenced` is set: another owner has the message. Where the log is another one (LogLost), it
    first asks the database whether this run still owns the message, and if so restates what stands.

    `spent` is set when the server has had no memory for the answer for too long: it should end, and its end is appended.

    `known`: a position that was read before the claim; later that of the last append. `still_owner` reads the database, and
    `restate` returns the events that put a new log right.
    """

    def __init__(
        self,
        log: Log,
        stream: str,
        message_id: UUID,
        fence: int,
        known: Position,
        still_owner: Callable[[], Awaitable[bool]],
        restate: Callable[[], list[Event]],
    ) -> None:
        self._log = log
        self._stream = stream
        self._message_id = message_id
        self.known = known
        self._still_owner = still_owner
        self._restate = restate
        self._producer = Producer(str(message_id), uuid4().hex, fence)
        self._appended = 0  # to this log
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._pending: list[str] = []  # JSON texts of events, and packed deltas
        self._must_probe = False
        self._has_new_text = False
        self._has_work = asyncio.Event()
        self._is_idle = asyncio.Event()
        self._is_idle.set()
        self._task: asyncio.Task[None] | None = None
        self._gathering = get_gathering()
        self._memory = RunMemory(partial(log.read_memory, stream))
        self.spent = self._memory.spent
        self.fenced = asyncio.Event()

    async def __aenter__(self) -> "Writer":
        self._gathering.begin()
        self._task = asyncio.create_task(self._append_forever(), name=f"writer of {self._message_id}")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._gathering.end()
        await cancel_and_wait(self._task)

    def delta(self, text: str) -> None:
        self._text.append(text)
        self._has_new_text = True
        self._wake()

    def reasoning(self, text: str) -> None:
        self._reasoning.append(text)
        self._has_new_text = True
        self._wake()

    def emit(self, event: Event) -> None:
        self._seal()
        self._pending.append(event.encode())
        self._wake()

    def probe(self) -> None:
        """Check that the log is still the same and still ours, also if there is nothing to append; `flush` waits for it."""
        self._must_probe = True
        self._wake()

    async def flush(self) -> None:
        """Wait until everything is in the log. Raises Fenced if another owner has the message."""
        assert self._task is not None
        waits = [asyncio.ensure_future(self._is_idle.wait()), asyncio.ensure_future(self.fenced.wait())]
        try:
            await asyncio.wait([*waits, self._task], return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if self.fenced.is_set():
            raise Fenced(str(self._message_id))
        if self._task.done() and not self._task.cancelled():
            self._task.result()

    def _wake(self) -> None:
        self._is_idle.clear()
        self._has_work.set()

    def _seal(self) -> None:
        """Turn gathered text into a delta (several, if it is long), in its place among the events.

        Gathered reasoning comes before it, whichever came first: they are two texts, and a model may mix them.
        """
        if self._reasoning:
            pieces = split_text("".join(self._reasoning))
            self._pending += [Reasoning(message_id=self._message_id, content=piece).encode() for piece in pieces]
            self._reasoning.clear()
        if self._text:
            self._pending += [packed_delta(self._producer.id, piece) for piece in split_text("".join(self._text))]
            self._text.clear()

    async def _append_forever(self) -> None:
        failures = 0
        now = asyncio.get_running_loop().time
        gathered_at = 0.0
        while True:
            await self._has_work.wait()
            began = now()
            if began < gathered_at:
                await asyncio.sleep(gathered_at - began)
                began = now()
            has_new_text, self._has_new_text = self._has_new_text, False
            self._seal()
            try:
                await self._append_batch()
            except Fenced:
                break
            except LogLost:
                if not await self._ask_still_owner():
                    break
                self._begin_new_log()
                continue
            except (RedisError, OSError) as problem:
                outage.record_failure(problem)
                await pause(failures)
                failures += 1
                continue
            failures = 0
            outage.record_success()
            if not (self._pending or self._text or self._reasoning or self._must_probe):
                self._has_work.clear()
                self._is_idle.set()
            if has_new_text:  # else the first word would wait for the pause after `thinking`
                gathered_at = began + self._gathering.writer_seconds
        self.fenced.set()

    async def _append_batch(self) -> None:
        batch = self._pending[:BATCH]
        if not batch and not self._must_probe:
            return
        probing, self._must_probe = self._must_probe, False  # a later `probe` is not answered by this append
        try:
            await self._memory.require()
            self.known = await self._log.append(self._stream, self._producer, self._appended + 1, batch, self.known)
        except (RedisError, OSError):
            self._must_probe |= probing
            raise
        self._appended += len(batch)
        del self._pending[: len(batch)]

    async def _ask_still_owner(self) -> bool:
        """Waits while the database is unavailable: the log is not written without its answer."""
        failures = 0
        while True:
            try:
                return await self._still_owner()
            except DatabaseProblem:
                if not failures:
                    logger.warning(
                        "Database unavailable: cannot check who owns run %s; retrying before rebuilding its log.",
                        self._message_id,
                    )
                await pause(failures)
                failures += 1

    def _begin_new_log(self) -> None:
        """Its first events restate what stands. What was pending is part of that."""
        self.known = START
        self._appended = 0
        self._text.clear()
        self._reasoning.clear()
        self._pending = [event.encode() for event in self._restate()]
