"""An owner of the run, as a worker process is one: it can be paused in any await, and killed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from itertools import count
from uuid import UUID

from chaos.small.database import Database
from chatstream.cancellation import cancel_and_wait
from chatstream.run.lifecycle import run_answer
from orchestrator.llm.interface import Chunk, Reasoning, StepEnd, StepRequest, Text, ToolRequest

acting: ContextVar["Owner | None"] = ContextVar("acting", default=None)


class Owner:
    """`acts` is what its model does next. Everything that it sends anywhere passes `alive()` before and after."""

    name = "scripted"

    def __init__(self, number: int, tool_calls: "count[int]", database: Database) -> None:
        self.number = number
        self.database = database
        self.acts: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None
        self._tool_calls = tool_calls
        self._words = count(1)
        self._awake = asyncio.Event()
        self._awake.set()
        self._killed = False

    @property
    def at_work(self) -> bool:
        return self.task is not None and not self.task.done() and not self._killed

    @property
    def raised(self) -> BaseException | None:
        if self.task is None or not self.task.done() or self.task.cancelled():
            return None
        return self.task.exception()

    def begin(self, message: UUID) -> None:
        token = acting.set(self)
        self.task = asyncio.create_task(run_answer(message), name=f"owner {self.number}")
        acting.reset(token)

    def pause(self) -> None:
        self._awake.clear()
        for act in (("say", 3), ("use", 0), ("say", 2), ("finish", 0)):  # after the pause it has much to write
            self.acts.put_nowait(act)

    def wake(self) -> None:
        self._awake.set()

    async def kill(self) -> None:
        """Cancel it; from here on none of its operations has an effect, those of its cleanup included."""
        self._killed = True
        if self.task is not None:
            await cancel_and_wait(self.task)

    async def alive(self) -> None:
        if self._killed:
            raise asyncio.CancelledError
        await self._awake.wait()
        if self._killed:
            raise asyncio.CancelledError

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        """The model: see llm.interface.Provider."""
        yield self._chunks()

    async def _chunks(self) -> AsyncIterator[Chunk]:
        while True:
            act, number = await self.acts.get()
            if act == "say":
                for _ in range(number + 1):
                    await self.alive()
                    word = f"{self.number}.{next(self._words)} "
                    yield Reasoning(word)
                    yield Text(word)
            elif act == "use":
                arguments = json.dumps({"number": next(self._tool_calls)})
                yield StepEnd("tool_calls", (ToolRequest("call", "mark", arguments),), None)
                return
            else:
                yield StepEnd("stop", (), None)
                return

    async def close(self) -> None:
        """Nothing is open."""


async def alive() -> None:
    """Where a process would be stopped by SIGSTOP, or be gone."""
    owner = acting.get()
    if owner is not None:
        await owner.alive()
