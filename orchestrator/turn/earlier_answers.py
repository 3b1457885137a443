"""An answer of an earlier turn as a model is sent it: replayed step by step, or summarized to save tokens."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from chatstream.rows.steering import parts_of
from orchestrator.llm.interface import ChatMessage
from orchestrator.prompt.quoting import note, quote
from orchestrator.tools.ask_user import AskUser
from orchestrator.tools.video import PAGE_FIELDS, STATE_FIELDS
from orchestrator.turn.replay import replayed_steps, result_text
from orchestrator.turn.steering import read_at
from projects.models import Message, Step, ToolCall

STOPPED = "[stopped by the person]"
NOT_FINISHED = "It was ended before it was done; nothing was changed."
RESULT_MAX_CHARS = 1000  # characters of JSON
MAX_CALLS = 12  # named in one note
CALL_NOTE_MAX_CHARS = 120  # of the result of one call


def replay_answer(answer: Message) -> list[ChatMessage]:
    """Its steps as the model made them, with short results: the system prompt has the current state of the video."""
    steps = list(answer.steps.all())
    turns = replayed_steps(answer, steps, answer.tool_calls.all(), _short_result)
    rest = ChatMessage("assistant", _after_steps(answer, steps).strip())
    return [*turns, rest, *read_at(answer, None), _closing(answer)]


def summarize_answer(answer: Message) -> list[ChatMessage]:
    """Its text, and a note of the tools that it called. The note is a user message: else models learn to write such notes."""
    messages = [*(ChatMessage(role, text.strip()) for role, text in parts_of(answer)), _closing(answer)]
    calls = list(answer.tool_calls.all())
    if calls:
        messages.append(ChatMessage("user", note(f"in the answer above you called {describe_calls(calls)}")))
    return messages


def has_content(answer: Message) -> bool:
    return bool(answer.content.strip()) or any(answer.tool_calls.all())


def describe_calls(calls: list[ToolCall]) -> str:
    """The result of each of the first calls: `set_title, done: …; add_scene, failed: "…"`."""
    named = [_describe_call(call) for call in calls[:MAX_CALLS]]
    more = len(calls) - MAX_CALLS
    return "; ".join([*named, f"{more} more"] if more > 0 else named)


def _describe_end(answer: Message) -> str:
    """How it ended, if without success: a sentence in brackets, or ""."""
    if answer.status == Message.Status.CANCELLED:
        return STOPPED
    if answer.status == Message.Status.ERROR:
        sentence = (answer.error or {}).get("error", "")
        return f"[this answer failed: {sentence}]" if has_content(answer) else f"[no answer: {sentence}]"
    return ""


def _closing(answer: Message) -> ChatMessage:
    """The last of its words, in a message of its own: `alternate` joins what belongs together."""
    return ChatMessage("assistant", _join_paragraphs(*_closing_parts(answer)))


def _closing_parts(answer: Message) -> Iterator[str]:
    yield from (_question(call.payload or {}) for call in answer.tool_calls.all() if _is_question(call))
    yield _describe_end(answer)


def _is_question(call: ToolCall) -> bool:
    return call.name == AskUser.name and call.status == ToolCall.Status.SUCCESS


def _question(payload: dict[str, Any]) -> str:
    """With numbered options, so that "the second one" can be understood as an answer."""
    options = [f"{number}. {option}" for number, option in enumerate(payload.get("options", []), start=1)]
    return "\n".join([str(payload.get("question", "")), *options])


def _after_steps(answer: Message, steps: Iterable[Step]) -> str:
    """The text after the last finished step: of a step that was stopped or broke off."""
    rest = answer.content
    for step in steps:
        rest = rest.lstrip().removeprefix(step.content.strip())
    return rest


def _short_result(call: ToolCall) -> str:
    """Without the state that the video had at that time."""
    left_out = {*STATE_FIELDS, *PAGE_FIELDS}
    result: dict[str, Any] = {name: value for name, value in (call.payload or {}).items() if name not in left_out}
    text = json.dumps(result, ensure_ascii=False)
    if len(text) > RESULT_MAX_CHARS:
        result = {"beginning": text[:RESULT_MAX_CHARS]}
    return result_text(call.status == ToolCall.Status.SUCCESS, result, _problem(call))


def _describe_call(call: ToolCall) -> str:
    detail = _problem(call) or str((call.payload or {}).get("summary", ""))
    outcome = "done" if call.status == ToolCall.Status.SUCCESS else "failed"
    return f"{call.name}, {outcome}" + (f": {quote(detail, CALL_NOTE_MAX_CHARS)}" if detail else "")


def _problem(call: ToolCall) -> str | None:
    is_done = call.status in (ToolCall.Status.SUCCESS, ToolCall.Status.ERROR)
    return call.error if is_done else NOT_FINISHED


def _join_paragraphs(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())
