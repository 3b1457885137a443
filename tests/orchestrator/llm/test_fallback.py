"""A chain of models: who cannot begin, hands on; who has begun, goes on alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from chatstream.run.errors import ModelError, OperatorError, RunError, UserError
from orchestrator.llm.fallback import FallbackChain
from orchestrator.llm.interface import Chunk, StepEnd, StepRequest, Text

from .conversation import answer, broken_answer, step_request

ASK = step_request("Hello")
BUSY = ModelError("The AI is busy.", "provider_busy")


class Scripted:
    """Says its chunks; one that is an error is raised."""

    def __init__(self, name: str, *script: Chunk | RunError) -> None:
        self.name = name
        self.script = script
        self.calls = 0

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        self.calls += 1
        yield self._chunks()

    async def _chunks(self) -> AsyncIterator[Chunk]:
        for each in self.script:
            if isinstance(each, RunError):
                raise each
            yield each


def speaking(name: str) -> Scripted:
    return Scripted(name, Text(f"I am {name}."), StepEnd("stop"))


@pytest.mark.parametrize("problem", [BUSY, OperatorError("Not available.", "provider_refused_key")])
async def test_the_next_model_answers_if_the_first_cannot_begin(problem):
    whole = await answer(FallbackChain([Scripted("first", problem), speaking("second")]), ASK)

    assert (whole.text, whole.end.model) == ("I am second.", "second")


async def test_the_first_model_is_asked_first_each_time():
    first, second = speaking("first"), speaking("second")
    chain = FallbackChain([first, second])

    assert [(await answer(chain, ASK)).end.model for _ in range(2)] == ["first", "first"]
    assert (first.calls, second.calls) == (2, 0)


async def test_after_the_first_word_nobody_takes_over():
    second = speaking("second")

    text, error = await broken_answer(FallbackChain([Scripted("first", Text("Half"), BUSY), second]), ASK)

    assert (text, error, second.calls) == ("Half", BUSY, 0)


async def test_what_the_person_has_to_change_is_not_asked_of_another_model():
    declined = UserError("Word it differently.", "provider_declined")
    second = speaking("second")

    assert await broken_answer(FallbackChain([Scripted("first", declined), second]), ASK) == ("", declined)
    assert second.calls == 0


async def test_the_last_models_error_is_the_chains():
    last = ModelError("The AI stopped answering.", "provider_silent")

    assert await broken_answer(FallbackChain([Scripted("first", BUSY), Scripted("last", last)]), ASK) == ("", last)
