"""The making of an answer from what is stored of it: the same kinds of events as the log had, at times that are near to it.

A step's row is written when the model has ended it, and has no times within. Its thoughts and its text are spread evenly over
the time that it took; tool calls and revisions have times of their own.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from chatstream.rows.clock import to_milliseconds
from chatstream.wire.base import EndStatus
from chatstream.wire.events import (
    Delta,
    Error,
    Event,
    Finalized,
    MessageCreated,
    Reasoning,
    Status,
    Steering,
    ToolResult,
    ToolStart,
)
from projects.events import StoryboardChanged
from projects.models import Message, Revision, Step, ToolCall

# Of what happened in the same millisecond, a call stands behind its text, and the end behind all.
_ORDER = (
    "message_created",
    "status",
    "reasoning",
    "delta",
    "steering",
    "tool_start",
    "storyboard",
    "tool_result",
    "error",
    "finalized",
)
PIECES = 200  # of one text: more are not told apart
_WORD = re.compile(r"\s*\S+\s*")


def events_of_rows(answer: Message) -> list[dict[str, Any]]:
    """Oldest first. Blocks."""
    calls = list(answer.tool_calls.all())
    events = [*_begin(answer), *_write(answer, list(answer.steps.all()), calls), *_end(answer)]
    summaries = _summaries(answer, calls)
    events += [event for call in calls for event in _call(answer, call, summaries)]
    events += [_steering(answer, each) for each in answer.steerings]
    return [event.model_dump(mode="json", exclude_none=True) for event in sorted(events, key=_order)]


def _order(event: Event) -> tuple[int, int]:
    return event.ts, _ORDER.index(event.type)


def _begin(answer: Message) -> Iterator[Event]:
    begin = to_milliseconds(answer.started or answer.created)
    yield MessageCreated(message_id=answer.pk, ts=begin, role="assistant", content="", status="pending")
    yield Status(message_id=answer.pk, ts=begin, status="thinking", attempt=max(1, answer.attempt))


def _write(answer: Message, steps: list[Step], calls: list[ToolCall]) -> Iterator[Event]:
    """The thoughts and the text, each step's in the time between the tools before it and its end."""
    begin, shown, thought = to_milliseconds(answer.started or answer.created), "", ""
    for step in [*steps, None]:
        end = to_milliseconds(step.created) if step else to_milliseconds(answer.finished or answer.created)
        text = _up_to(answer.content, shown, step.content if step else answer.content[len(shown) :])
        thoughts = _up_to(answer.reasoning, thought, step.reasoning if step else answer.reasoning[len(thought) :])
        first_word = begin + (end - begin) // (3 if thoughts else 10)
        yield from (
            Reasoning(message_id=answer.pk, ts=ts, content=piece) for ts, piece in _spread(thoughts, begin, first_word)
        )
        yield from (Delta(message_id=answer.pk, ts=ts, content=piece) for ts, piece in _spread(text, first_word, end))
        shown, thought = shown + text, thought + thoughts
        ends = [_end_of(call) for call in calls if step and call.step == step.number]
        begin = max([end, *ends])


def _up_to(whole: str, before: str, text: str) -> str:
    """`text` with what stands between it and what came before."""
    place = whole.find(text, len(before)) if text else -1
    return whole[len(before) : place + len(text)] if place >= 0 else ""


def _spread(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """The text in pieces of whole words, evenly from `begin` to `end` (both in ms)."""
    words = _WORD.findall(text) or ([text] if text else [])
    size = max(1, -(-len(words) // PIECES))
    pieces = ["".join(words[place : place + size]) for place in range(0, len(words), size)]
    for number, piece in enumerate(pieces):
        yield begin + (end - begin) * number // len(pieces), piece


def _call(answer: Message, call: ToolCall, summaries: dict[int, str]) -> Iterator[Event]:
    about: dict[str, Any] = {"message_id": answer.pk, "tool_call_id": call.pk, "name": call.name}
    place: dict[str, Any] = {"offset": call.offset, "reasoning_offset": call.reasoning_offset}
    yield ToolStart(**about, **place, ts=to_milliseconds(call.started), title=call.title, arguments=call.arguments)
    if call.status not in (ToolCall.Status.SUCCESS, ToolCall.Status.ERROR):
        return
    end = _end_of(call)
    if call.revision is not None:
        yield StoryboardChanged(
            message_id=answer.pk, ts=end, revision=call.revision, cause="tool", summary=summaries[call.revision]
        )
    yield ToolResult(
        **about,
        ts=end,
        success=call.status == ToolCall.Status.SUCCESS,
        payload=call.payload,
        error=call.error,
        elapsed_ms=call.elapsed_ms or 0,
        revision=call.revision,
    )


def _steering(answer: Message, said: dict[str, Any]) -> Event:
    """With its place, though the run read it later: readers show it at the end of what is there, until its place is."""
    fields = {name: value for name, value in said.items() if name in Steering.model_fields}
    return Steering(message_id=answer.pk, ts=said["created"], **fields)


def _summaries(answer: Message, calls: list[ToolCall]) -> dict[int, str]:
    """What each revision that a call made has changed, in words; by its number."""
    numbers = [call.revision for call in calls if call.revision is not None]
    made = Revision.objects.filter(project_id=answer.project_id, number__in=numbers)
    return dict(made.values_list("number", "summary"))


def _end(answer: Message) -> Iterator[Event]:
    end = to_milliseconds(answer.finished or answer.created)
    if answer.error:
        yield Error(message_id=answer.pk, ts=end, **answer.error)
    yield Finalized(
        message_id=answer.pk,
        ts=end,
        status=cast(EndStatus, answer.status),
        finish_reason=answer.finish_reason or None,
        content=answer.content,
        usage=answer.usage,
        elapsed_ms=answer.elapsed_ms or 0,
        first_token_ms=answer.first_token_ms,
    )


def _end_of(call: ToolCall) -> int:
    return to_milliseconds(call.started) + (call.elapsed_ms or 0)
