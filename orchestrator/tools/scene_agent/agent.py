"""The scene agent: separate calls of a model that write one scene, or change one, as validated JSON.

An invalid scene is repaired, twice at most. A valid one with layout flaws is revised once. Then a model with vision reviews
pictures of the scene, once.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from django.conf import settings
from pydantic import ValidationError

from chatstream.run.errors import ModelError, RunError
from orchestrator.llm.arguments.json_in_text import find_object
from orchestrator.llm.interface import ChatMessage, StepRequest
from orchestrator.rendering.stills import contact_sheet, moments_of
from orchestrator.tools.scene_agent.task import D, SceneTask
from orchestrator.tools.tool import ToolContext
from storyboard.changes import OperationRefused
from storyboard.problems import describe_problems
from storyboard.schema import Storyboard

MAX_REPAIRS = 2
NOT_WRITTEN = "The AI could not write this scene so that it can be shown."


@dataclass(frozen=True, slots=True)
class WrittenScene(Generic[D]):
    """`flaws`: the remaining layout flaws, a sentence each."""

    draft: D
    flaws: list[str]


@dataclass(frozen=True, slots=True)
class _Draft(Generic[D]):
    text: str
    value: D
    flaws: list[str]


class _Invalid(Exception):
    def __init__(self, found: list[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = found


async def write_scene(
    context: ToolContext, task: SceneTask[D], facts: dict[str, Any], attempt: Callable[[D], Storyboard]
) -> WrittenScene[D]:
    """Have the scene agent write a scene from `facts`. `attempt` makes a video of the scene alone, or raises what is invalid.

    Raises ModelError if it is still invalid after MAX_REPAIRS repairs, and RunError of the provider.
    """
    context.progress("Writing the scene", None)
    question = ChatMessage("user", json.dumps(facts, ensure_ascii=False))
    draft = await _write_valid(context, task, question, attempt)
    if task.find_flaws is not None:
        context.progress("Looking at it", None)
        draft = await _fix_flaws(context, task, question, draft, attempt)
        draft = await _review_pictures(context, task, question, draft, attempt)
    return WrittenScene(draft.value, draft.flaws)


async def _write_valid(
    context: ToolContext, task: SceneTask[D], question: ChatMessage, attempt: Callable[[D], Storyboard]
) -> _Draft[D]:
    turns = [question]
    for repair in range(1, MAX_REPAIRS + 2):
        text = await _ask(context, task, turns)
        try:
            return _read(task, text, attempt)
        except _Invalid as invalid:
            wrong = invalid.problems
        if repair <= MAX_REPAIRS:
            context.progress(f"Repairing the scene, {repair} of {MAX_REPAIRS}", None)
        turns += [ChatMessage("assistant", text.strip() or "{}"), ChatMessage("user", _repair_prompt(wrong))]
    problem = f"The model's scene was not valid, and {MAX_REPAIRS} repairs did not help: {wrong[0]}."
    raise ModelError(problem, notice=NOT_WRITTEN)


async def _fix_flaws(
    context: ToolContext,
    task: SceneTask[D],
    question: ChatMessage,
    draft: _Draft[D],
    attempt: Callable[[D], Storyboard],
) -> _Draft[D]:
    """Ask once to fix the flaws; keep the revision only if it has fewer."""
    if not draft.flaws:
        return draft
    context.progress(f"Looking at it: {draft.flaws[0]}", None)
    second = await _revise(context, task, question, draft, ChatMessage("user", _flaws_prompt(draft.flaws)), attempt)
    return second if len(second.flaws) < len(draft.flaws) else draft


async def _review_pictures(
    context: ToolContext,
    task: SceneTask[D],
    question: ChatMessage,
    draft: _Draft[D],
    attempt: Callable[[D], Storyboard],
) -> _Draft[D]:
    """Show the rendered scene once to a model with vision; keep its revision unless it has more flaws."""
    if not context.model.sees_pictures:
        return draft
    video = attempt(draft.value)
    sheet = await contact_sheet(context.project_id, video)
    if sheet is None:
        return draft
    review = ChatMessage("user", _review_prompt(moments_of(video.duration)), pictures=(sheet,))
    second = await _revise(context, task, question, draft, review, attempt)
    return second if len(second.flaws) <= len(draft.flaws) else draft


async def _revise(
    context: ToolContext,
    task: SceneTask[D],
    question: ChatMessage,
    draft: _Draft[D],
    request: ChatMessage,
    attempt: Callable[[D], Storyboard],
) -> _Draft[D]:
    """The revised draft; the old one if the answer is unchanged, invalid or missing."""
    try:
        text = await _ask(context, task, [question, ChatMessage("assistant", draft.text), request])
        return draft if _is_unchanged(text) else _read(task, text, attempt)
    except (_Invalid, RunError):
        return draft


async def _ask(context: ToolContext, task: SceneTask[D], turns: list[ChatMessage]) -> str:
    return await context.model.answer(
        StepRequest(
            task.system,
            tuple(turns),
            max_output_tokens=task.output_tokens,
            form=task.form,
            effort=settings.LLM_SCENE_EFFORT,
        )
    )


def _read(task: SceneTask[D], text: str, attempt: Callable[[D], Storyboard]) -> _Draft[D]:
    try:
        value = task.read(text)
    except ValidationError as error:
        raise _Invalid(describe_problems(error)) from None
    except OperationRefused as refused:
        raise _Invalid([str(refused).removesuffix(".")]) from None
    try:
        attempt(value)
    except ValidationError as error:
        raise _Invalid([f"slots.{each}" for each in describe_problems(error)]) from None
    except OperationRefused as refused:
        raise _Invalid([str(refused).removesuffix(".")]) from None
    return _Draft(text, value, task.find_flaws(value) if task.find_flaws else [])


def _is_unchanged(text: str) -> bool:
    """Whether the model leaves its scene as it is: it answers without any layers."""
    try:
        return bool(json.loads(find_object(text)).get("layers") == [])
    except (ValueError, AttributeError):
        return False


def _repair_prompt(wrong: list[str]) -> str:
    return f"This is not valid: {'; '.join(wrong)}. Answer with the whole JSON object once more, put right."


def _flaws_prompt(flaws: list[str]) -> str:
    return (
        f"This is valid, but it would not look right:\n{chr(10).join(f'- {each}' for each in flaws)}\n"
        "Answer with the whole JSON object once more: mend these, and leave everything else as it is."
    )


def _review_prompt(moments: list[float]) -> str:
    times = ", ".join(f"{moment:g} s" for moment in moments)
    return (
        f"The picture shows your scene at {times}, row by row. Look at it as the person will, with what they asked for in mind. "
        "If it is good, answer with the object and an empty list of layers. Otherwise answer with the whole JSON object once "
        "more, with what you change; this is the last time."
    )
