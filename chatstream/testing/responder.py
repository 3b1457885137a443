"""A responder that does what a test wrote down: words, thoughts, tools, pauses, errors."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from chatstream.answers.answer import Answer
from chatstream.answers.responder import FunctionResponder


@dataclass(frozen=True)
class Think:
    """Text for the reasoning."""

    text: str


@dataclass(frozen=True)
class Use:
    """A tool that has this result, or raises it. `commit` writes to the database with it, exactly once."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    commit: Callable[[], Any] | None = None


# Text, thoughts, a tool, a gate (the answer waits until it is set), an error to raise, or whatever an async function does.
Act = str | Think | Use | asyncio.Event | Exception | Callable[[Answer], Awaitable[None]]


class ScriptedResponder(FunctionResponder):
    """Name an instance in RESPONDER. Each `answers` is what one answer does; `asked` are the histories that answers were given.

        script = ScriptedResponder()

        script.answers("Half ", gate, "and half.")

    A takeover does the same acts anew. A gate is of the process and the event loop in which it is set.
    """

    def __init__(self) -> None:
        super().__init__(self._reply)
        self.asked: list[list[dict[str, str]]] = []
        self._scripts: deque[tuple[Act, ...]] = deque()
        self._begun: dict[Any, tuple[Act, ...]] = {}

    def answers(self, *acts: Act) -> None:
        self._scripts.append(acts)

    async def _reply(self, answer: Answer) -> None:
        self.asked.append(answer.history())
        if answer.message_id not in self._begun:
            if not self._scripts:
                raise AssertionError("an answer was asked for that the test has not scripted")
            self._begun[answer.message_id] = self._scripts.popleft()
        for act in self._begun[answer.message_id]:
            await _perform(answer, act)


async def _perform(answer: Answer, act: Act) -> None:
    match act:
        case str():
            await answer.write(act)
        case Think():
            await answer.think(act.text)
        case Use():
            await _use(answer, act)
        case asyncio.Event():
            await act.wait()
        case Exception():
            raise act
        case _:
            await act(answer)


async def _use(answer: Answer, use: Use) -> None:
    async with answer.tool(use.name, use.arguments) as call:
        if call.finished:
            return
        if isinstance(use.result, Exception):
            raise use.result
        if use.commit is not None:
            call.commit(use.commit)
        if use.result is not None:
            call.result = use.result
