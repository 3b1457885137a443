"""An answer of an earlier turn as a model is given it: step by step, or in words where there is no room for that."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from orchestrator.llm.interface import ChatMessage
from orchestrator.prompt.quoting import note, quote
from orchestrator.tools.ask_user import AskUser
from orchestrator.tools.video import STATE
from orchestrator.turn.replay import replayed_step, result_text
from projects.models import Message, Step, ToolCall

STOPPED = "[stopped by the person]"
NOT_FINISHED = "It was ended before it was done; nothing was changed."
LONGEST_RESULT = 1000  # characters of JSON
MOST_CALLS = 12  # that a note names
LONGEST_WORDS = 120  # of what came of one of them


def in_steps(answer: Message) -> list[ChatMessage]:
    """Its steps as the model made them, with the results in short: how the video is by now stands in the briefing."""
    calls: defaultdict[int, list[ToolCall]] = defaultdict(list)
    for call in answer.tool_calls.all():
        calls[call.step].append(call)
    steps = list(answer.steps.all())
    turns = [turn for step in steps for turn in replayed_step(step, calls[step.number], _short_result)]
    return [*turns, ChatMessage("assistant", _joined(_after_steps(answer, steps), *_closing(answer)))]


def in_words(answer: Message) -> list[ChatMessage]:
    """Its text, and a note of the tools that it called. The note is no part of the answer: a model would learn to write such."""
    said = [ChatMessage("assistant", _joined(answer.content, *_closing(answer)))]
    calls = list(answer.tool_calls.all())
    return (
        [*said, ChatMessage("user", note(f"in the answer above you called {describe_calls(calls)}"))] if calls else said
    )


def has_said_something(answer: Message) -> bool:
    return bool(answer.content.strip()) or any(answer.tool_calls.all())


def describe_calls(calls: list[ToolCall]) -> str:
    """`set_title, done: …; add_scene, failed: "…"`: what came of each, the first of them."""
    named = [_describe_call(call) for call in calls[:MOST_CALLS]]
    more = len(calls) - MOST_CALLS
    return "; ".join([*named, f"{more} more"] if more > 0 else named)


def _ending(answer: Message) -> str:
    """How it ended, if not well: a sentence in brackets, or ""."""
    if answer.status == Message.Status.CANCELLED:
        return STOPPED
    if answer.status == Message.Status.ERROR:
        sentence = (answer.error or {}).get("error", "")
        return f"[this answer failed: {sentence}]" if has_said_something(answer) else f"[no answer: {sentence}]"
    return ""


def _closing(answer: Message) -> Iterator[str]:
    yield from (_question(call.payload or {}) for call in answer.tool_calls.all() if _is_question(call))
    yield _ending(answer)


def _is_question(call: ToolCall) -> bool:
    return call.name == AskUser.name and call.status == ToolCall.Status.SUCCESS


def _question(payload: dict[str, Any]) -> str:
    """With its options numbered: "the second one" is an answer to it."""
    options = [f"{number}. {option}" for number, option in enumerate(payload.get("options", []), start=1)]
    return "\n".join([str(payload.get("question", "")), *options])


def _after_steps(answer: Message, steps: Iterable[Step]) -> str:
    """What was said after the last finished step: the text of one that was stopped, or broke off."""
    rest = answer.content
    for step in steps:
        rest = rest.lstrip().removeprefix(step.content.strip())
    return rest


def _short_result(call: ToolCall) -> str:
    """Without the state that the video had then."""
    result: dict[str, Any] = {name: value for name, value in (call.payload or {}).items() if name not in STATE}
    text = json.dumps(result, ensure_ascii=False)
    if len(text) > LONGEST_RESULT:
        result = {"beginning": text[:LONGEST_RESULT]}
    return result_text(call.status == ToolCall.Status.SUCCESS, result, _problem(call))


def _describe_call(call: ToolCall) -> str:
    said = _problem(call) or str((call.payload or {}).get("summary", ""))
    came = "done" if call.status == ToolCall.Status.SUCCESS else "failed"
    return f"{call.name}, {came}" + (f": {quote(said, LONGEST_WORDS)}" if said else "")


def _problem(call: ToolCall) -> str | None:
    is_done = call.status in (ToolCall.Status.SUCCESS, ToolCall.Status.ERROR)
    return call.error if is_done else NOT_FINISHED


def _joined(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
