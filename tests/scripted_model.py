"""A model that says what the test wrote down, and fails the test when it is asked more often, or less."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from orchestrator.llm.interface import (
    Chunk,
    Reasoning,
    StepEnd,
    StepRequest,
    Text,
    TextRetraction,
    ToolRequest,
    Usage,
)
from orchestrator.llm.roles import Roles

BREAKS_OFF = object()  # the stream ends here, without the model's own end

# Text, reasoning, a tool call, a pause until the event is set, an error, the count of tokens, an end, or BREAKS_OFF.
Act = str | Reasoning | TextRetraction | StepEnd | ToolRequest | asyncio.Event | Exception | Usage | object


def use(name: str, /, **arguments: Any) -> ToolRequest:
    """A call of a tool, as a model writes it."""
    return ToolRequest(id=f"call_{name}", name=name, arguments=json.dumps(arguments))


class ScriptedModel:
    """A Provider. Each `answers` is one call of the model; `requests` is what it was told each time.

    The calls that tools make side by side come in any order: their answers are scripted with `to`, a part of what is asked.
    """

    name = "scripted"

    def __init__(self) -> None:
        self.requests: list[StepRequest] = []
        self.open_streams = 0
        self._steps: list[tuple[str, tuple[Act, ...]]] = []
        self._unscripted = 0

    def answers(self, *acts: Act, to: str = "") -> None:
        self._steps.append((to, acts))

    def _next(self, request: StepRequest) -> tuple[Act, ...] | None:
        for step in self._steps:
            to, acts = step
            if bool(to) == (request.form is not None) and to in request.messages[0].content:
                self._steps.remove(step)
                return acts
        return None

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        self.requests.append(request)
        acts = self._next(request)
        if acts is None:
            self._unscripted += 1
            raise AssertionError("the model was called more often than the test has scripted")
        self.open_streams += 1
        try:
            async with aclosing(_play(acts)) as chunks:
                yield chunks
        finally:
            self.open_streams -= 1

    def check(self) -> None:
        """All was asked for that was scripted, and no more."""
        assert not self._unscripted, f"the model was called {self._unscripted} times more than scripted"
        assert not self._steps, f"the model was never asked for {self._steps}"
        assert not self.open_streams, "a stream was left open"


async def _play(acts: tuple[Act, ...]) -> AsyncGenerator[Chunk]:
    requests: list[ToolRequest] = []
    usage = None
    for act in acts:
        if act is BREAKS_OFF:
            return
        if isinstance(act, Exception):
            raise act
        if isinstance(act, asyncio.Event):
            await act.wait()
        elif isinstance(act, str):
            yield Text(act)
        elif isinstance(act, (Reasoning, TextRetraction)):
            yield act
        elif isinstance(act, ToolRequest):
            requests.append(act)
        elif isinstance(act, Usage):
            usage = act
        elif isinstance(act, StepEnd):
            yield act
            return
    yield StepEnd("tool_calls" if requests else "stop", tuple(requests), usage)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    """The model of every run in this process."""
    scripted = ScriptedModel()
    monkeypatch.setattr("orchestrator.llm.roles.get_roles", lambda _: Roles(scripted, scripted))
    yield scripted
    scripted.check()
