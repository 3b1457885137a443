"""The provider `demo`: reads the request, picks the first answer that fits, and speaks it word by word."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager

from django.conf import settings

from orchestrator.llm.demo import conversation, naming, planning, small_talk, writing
from orchestrator.llm.demo.conversation import Conversation
from orchestrator.llm.demo.pace import paced, words
from orchestrator.llm.demo.reply import Reply, ToolCall
from orchestrator.llm.demo.studio import building, exporting, making, picture_briefs, pictured, scene_writer
from orchestrator.llm.demo.studio.closing import closing
from orchestrator.llm.interface import Chunk, StepEnd, StepRequest, Text, ToolRequest, Usage

# The first that knows an answer gives it.
ANSWERS: tuple[Callable[[Conversation], Reply | None], ...] = (
    naming.rename,
    writing.voice_over,
    writing.as_code,
    planning.undo,
    planning.new_plan,
    planning.tell,
    planning.change,
    planning.better,
    planning.build,
    small_talk.talk,
    planning.missing_subject,
)

# The same where scenes can be built.
STUDIO_ANSWERS: tuple[Callable[[Conversation], Reply | None], ...] = (
    naming.rename,
    writing.voice_over,
    writing.as_code,
    exporting.export,
    making.undo,
    making.first_scene,
    making.new_video,
    making.tell,
    pictured.none_yet,
    making.change,
    pictured.where,
    making.better,
    making.nothing_to_change,
    small_talk.talk,
    making.not_meant,
    planning.missing_subject,
)


class DemoDirector:
    """Deterministic: the same request gives the same words. Its usage counts words, since it has no tokens."""

    name = "demo"

    async def close(self) -> None:
        """Nothing is open."""

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        async with aclosing(self._speak(request)) as chunks:
            yield chunks

    async def _speak(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        text, calls = _said(request)
        pieces = words(text)
        cut = len(pieces) > request.max_output_tokens
        pieces = pieces[: request.max_output_tokens]
        async with aclosing(paced(pieces, settings.DEMO_WORD_SECONDS)) as spoken:
            async for piece in spoken:
                yield Text(piece)
        usage = Usage(_words_in(request), len(pieces) + sum(len(words(call.json)) for call in calls))
        if cut:
            yield StepEnd("length", usage=usage)
        elif calls:
            requests = tuple(_requested(call, place, request) for place, call in enumerate(calls))
            yield StepEnd("tool_calls", requests, usage)
        else:
            yield StepEnd("stop", usage=usage)


def _said(request: StepRequest) -> tuple[str, tuple[ToolCall, ...]]:
    if request.form:
        return scene_writer.written(request), ()
    talk = conversation.read(request)
    return next_step(reply_to(talk), talk)


def reply_to(talk: Conversation) -> Reply:
    """Return the director's answer to a conversation."""
    if said := building.scenes(talk) or exporting.closing(talk):
        return said
    if said := closing(talk):
        return picture_briefs.into_new_scenes(talk) or said
    talk = picture_briefs.as_brief(talk)
    if not any(character.isalnum() for character in talk.message):
        return small_talk.silence(talk)
    replies = (answer(talk) for answer in (STUDIO_ANSWERS if talk.can_build else ANSWERS))
    return next(filter(None, replies), None) or small_talk.not_understood(talk)


def next_step(reply: Reply, talk: Conversation) -> tuple[str, tuple[ToolCall, ...]]:
    """Return what is said and called in this step: before the tools' answers, after them, or without the tools."""
    calls = tuple(call for call in reply.calls if call.name in talk.tools)
    if not calls:
        return reply.text, ()
    answered = [answer for answer in talk.tool_answers if answer.tool in (calls[-1].name, "")]
    if not answered:
        return reply.lead, calls
    if not answered[-1].error:
        return reply.after, ()
    if reply.lead:  # naming was a step on the way, and the plan stands without it
        return f"*{answered[-1].error}*\n\n{reply.after}", ()
    return f"The project could not be named: {answered[-1].error}", ()


def _requested(call: ToolCall, place: int, request: StepRequest) -> ToolRequest:
    told = "\0".join((call.name, call.json, *(turn.content for turn in request.turns), str(len(request.turns))))
    told += f"\0{place}" if place else ""
    return ToolRequest(f"call_{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}", call.name, call.json)


def _words_in(request: StepRequest) -> int:
    return len(words(request.system)) + sum(len(words(turn.content)) for turn in request.turns)
