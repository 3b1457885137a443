"""The scene agent: a model of its own call, which writes one scene, or a change of one, as JSON that is checked.

What is not valid is repaired. What is valid, but would look wrong, is looked at once more: the better of the two drafts is kept.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from django.conf import settings
from pydantic import ValidationError

from orchestrator.agents.contract import ToolContext
from orchestrator.agents.scene_task import D, SceneTask
from orchestrator.errors import ModelError, TurnError
from orchestrator.llm.interface import StepRequest, Turn
from projects.storyboard.changes import OperationRefused
from projects.storyboard.problems import problems

REPAIRS = 2


@dataclass(frozen=True, slots=True)
class Written(Generic[D]):
    """`flaws`: what would still look wrong, a sentence each."""

    draft: D
    flaws: list[str]


class _Invalid(Exception):
    def __init__(self, found: list[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = found


async def write(
    context: ToolContext, task: SceneTask[D], facts: dict[str, Any], attempt: Callable[[D], Any]
) -> Written[D]:
    """What the scene agent says to `facts`. `attempt` tries it on the video, and raises what is wrong with it.

    Raises ModelError if it is still not valid after two repairs, and whatever the provider does wrong.
    """
    context.progress("Writing the scene", None)
    turns = [Turn("user", json.dumps(facts, ensure_ascii=False))]
    for repair in range(1, REPAIRS + 2):
        text = await _ask(context, task, turns)
        try:
            draft = _read(task, text, attempt)
        except _Invalid as invalid:
            wrong = invalid.problems
        else:
            return await _look(context, task, [*turns, Turn("assistant", text)], draft, attempt)
        if repair <= REPAIRS:
            context.progress(f"Repairing the scene, {repair} of {REPAIRS}: {wrong[0]}", None)
        turns += [Turn("assistant", text.strip() or "{}"), Turn("user", _repair_prompt(wrong))]
    raise ModelError(f"The model's scene was not valid, and {REPAIRS} repairs did not help: {wrong[0]}.")


async def _look(
    context: ToolContext, task: SceneTask[D], turns: list[Turn], draft: D, attempt: Callable[[D], Any]
) -> Written[D]:
    """A second draft that is no better, not valid, or never comes leaves the first one as it is."""
    if task.find_flaws is None:
        return Written(draft, [])
    context.progress("Looking at it", None)
    flaws = task.find_flaws(draft)
    if not flaws:
        return Written(draft, [])
    context.progress(f"Looking at it: {flaws[0]}", None)
    try:
        text = await _ask(context, task, [*turns, Turn("user", _flaws_prompt(flaws))])
        second = _read(task, text, attempt)
    except (_Invalid, TurnError):
        return Written(draft, flaws)
    left = task.find_flaws(second)
    return Written(second, left) if len(left) < len(flaws) else Written(draft, flaws)


async def _ask(context: ToolContext, task: SceneTask[D], turns: list[Turn]) -> str:
    return await context.model.answer(
        StepRequest(
            task.system,
            tuple(turns),
            max_output_tokens=task.output_tokens,
            form=task.form,
            effort=settings.LLM_SCENE_EFFORT,
        )
    )


def _read(task: SceneTask[D], text: str, attempt: Callable[[D], Any]) -> D:
    try:
        draft = task.read(text)
    except ValidationError as error:
        raise _Invalid(problems(error)) from None
    except OperationRefused as refused:
        raise _Invalid([str(refused).removesuffix(".")]) from None
    try:
        attempt(draft)
    except ValidationError as error:
        raise _Invalid([f"slots.{each}" for each in problems(error)]) from None
    except OperationRefused as refused:
        raise _Invalid([str(refused).removesuffix(".")]) from None
    return draft


def _repair_prompt(wrong: list[str]) -> str:
    return f"This is not valid: {'; '.join(wrong)}. Answer with the whole JSON object once more, put right."


def _flaws_prompt(flaws: list[str]) -> str:
    return (
        f"This is valid, but it would not look right:\n{chr(10).join(f'- {each}' for each in flaws)}\n"
        "Answer with the whole JSON object once more: mend these, and leave everything else as it is."
    )
