"""A run's voice in the log: gathers deltas, appends in order, repeats after a lost answer, falls silent when fenced."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

from django.db import Error as DatabaseProblem
from redis.exceptions import RedisError

from chatstream.cancellation import cancel_and_wait
from chatstream.log.connection import outage
from chatstream.log.entries import START, Position
from chatstream.log.event_log import Log, Producer
from chatstream.log.packing import packed_delta
from chatstream.wire.errors import Fenced, LogLost
from chatstream.wire.events import Event, Reasoning
from chatstream.wire.text_parts import split_text

logger = logging.getLogger(__name__)

GATHER_SECONDS = 0.04  # 25 times a second looks steady; docs/decisions/0017 has what other lengths cost
BATCH = 200
_RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)


class Writer:
    """`async with Writer(…) as writer`: `delta`, `reasoning` and `emit` return at once, `flush` waits until all is in the log.

    `known`: a position read before the claim; later the last one that it knows of. `still_owner` asks the database,
    `restate` gives the events that put a lost log right: both are called when the log turns out to be another one.
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
        self._speaker = Producer(str(message_id), uuid4().hex, fence)
        self._said = 0
        self._probing = False
        self._pending: list[str] = []
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._spoke = False
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self.fenced = asyncio.Event()

    async def __aenter__(self) -> "Writer":
        self._task = asyncio.create_task(self._append_forever(), name=f"writer of {self._message_id}")
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        await cancel_and_wait(self._task)

    def delta(self, text: str) -> None:
        self._text.append(text)
        self._spoke = True
        self._wake()

    def reasoning(self, text: str) -> None:
        self._reasoning.append(text)
        self._spoke = True
        self._wake()

    def emit(self, event: Event) -> None:
        self._seal()
        self._pending.append(event.encode())
        self._wake()

    def probe(self) -> None:
        """Find out whether the log is still there and still ours, though there is nothing to say; `flush` waits for it."""
        self._probing = True
        self._wake()

    async def flush(self) -> None:
        """Wait until everything is in the log. Raises Fenced if another owner speaks for this message now."""
        assert self._task is not None
        waits = [asyncio.ensure_future(self._idle.wait()), asyncio.ensure_future(self.fenced.wait())]
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
        self._idle.clear()
        self._news.set()

    def _seal(self) -> None:
        """Gathered text becomes a delta (several, if it is long), in its place among the events.

        Gathered reasoning comes before it, whichever came first: they are two texts, and a model may mix them.
        """
        if self._reasoning:
            pieces = split_text("".join(self._reasoning))
            self._pending += [Reasoning(message_id=self._message_id, content=piece).encode() for piece in pieces]
            self._reasoning.clear()
        if self._text:
            self._pending += [packed_delta(self._message_id, piece) for piece in split_text("".join(self._text))]
            self._text.clear()

    async def _append_forever(self) -> None:
        failures = 0
        now = asyncio.get_running_loop().time
        while True:
            await self._news.wait()
            began = now()
            spoke, self._spoke = self._spoke, False
            self._seal()
            try:
                await self._append_batch()
                failures = 0
                outage.recovered()
            except Fenced:
                self.fenced.set()
                return
            except LogLost:
                if not await self._is_still_owner():
                    self.fenced.set()
                    return
                self._start_over()
                continue
            except (RedisError, OSError) as problem:
                delay = _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)]
                failures += 1
                outage.failed(problem)
                await asyncio.sleep(delay)
                continue
            if not (self._pending or self._text or self._reasoning or self._probing):
                self._news.clear()
                self._idle.set()
            if spoke:  # else the first word would wait for the pause after `thinking`
                await asyncio.sleep(began + GATHER_SECONDS - now())

    async def _is_still_owner(self) -> bool:
        """As the database says; while it cannot be asked, nothing is said and nothing given up."""
        was_logged = False
        while True:
            try:
                return await self._still_owner()
            except DatabaseProblem:
                if not was_logged:
                    logger.warning("Database unavailable: cannot check who owns %s; retrying.", self._message_id)
                was_logged = True
                await asyncio.sleep(_RETRY_SECONDS[-1])

    async def _append_batch(self) -> None:
        batch = self._pending[:BATCH]
        if not batch and not self._probing:
            return
        probing, self._probing = self._probing, False  # who asks from here on is not answered by what is under way
        try:
            self.known = await self._log.append(self._stream, self._speaker, self._said + 1, batch, self.known)
        except (RedisError, OSError):
            self._probing |= probing
            raise
        self._said += len(batch)
        del self._pending[: len(batch)]

    def _start_over(self) -> None:
        """The log is a new one: say first what stands, then go on."""
        self.known = START
        self._said = 0
        self._text.clear()
        self._reasoning.clear()
        self._pending = [event.encode() for event in self._restate()]
