"""The provider `demo`: the same request gets the same words, at an even pace. Its usage counts words, since it has no tokens."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

from django.conf import settings

from orchestrator.llm.demo import conversation, scene_answers
from orchestrator.llm.demo.pace import split_evenly, words, yield_at_pace
from orchestrator.llm.demo.script import Call, Step
from orchestrator.llm.demo.script_choice import NOT_CARRIED_OUT, choose_script
from orchestrator.llm.interface import Chunk, StepEnd, StepRequest, Text, ToolRequest, Usage

SCENE_PIECES = 20  # a scene takes as long as twenty words, however many are in it


class DemoProvider:
    name = "demo"

    async def close(self) -> None:
        """Nothing is open."""

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        async with aclosing(_chunks(request)) as chunks:
            yield chunks


async def _chunks(request: StepRequest) -> AsyncGenerator[Chunk]:
    step = _step(request)
    pieces = words(step.text) if request.form is None else split_evenly(step.text, SCENE_PIECES)
    cut = len(pieces) > request.max_output_tokens
    pieces = pieces[: request.max_output_tokens]
    async with aclosing(yield_at_pace(pieces, settings.DEMO_WORD_SECONDS)) as timed_pieces:
        async for piece in timed_pieces:
            yield Text(piece)
    usage = Usage(_words_in(request), len(pieces) + sum(len(words(call.json)) for call in step.calls))
    if cut:
        yield StepEnd("length", usage=usage)
    elif step.calls:
        requests = tuple(_tool_request(call, place, request) for place, call in enumerate(step.calls))
        yield StepEnd("tool_calls", requests, usage)
    else:
        yield StepEnd("stop", usage=usage)


def _step(request: StepRequest) -> Step:
    if request.form:
        return Step(scene_answers.write(request), ())
    talk = conversation.read_conversation(request)
    script = choose_script(talk)
    if talk.steps < len(script.steps):
        step = script.steps[talk.steps]
        calls = tuple(call for call in step.calls if call.name in talk.tools)
        if calls and not _plan_failed(talk):
            return Step(step.text, calls)
    return Step(script.end(talk.results) + (f"\n\n{NOT_CARRIED_OUT}" if talk.is_steered else ""), ())


def _plan_failed(talk: conversation.Conversation) -> bool:
    """Without a plan there is nothing to build on."""
    return any(result.tool == "plan_video" and result.error for result in talk.results)


def _tool_request(call: Call, place: int, request: StepRequest) -> ToolRequest:
    """The call with an id that no other call of the conversation has."""
    seed = "\0".join(
        (call.name, call.json, *(message.content for message in request.messages), f"{len(request.messages)}.{place}")
    )
    return ToolRequest(f"call_{hashlib.blake2b(seed.encode(), digest_size=8).hexdigest()}", call.name, call.json)


def _words_in(request: StepRequest) -> int:
    return len(words(request.system)) + sum(len(words(message.content)) for message in request.messages)
