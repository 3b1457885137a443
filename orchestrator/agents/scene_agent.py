"""The scene agent: a model of its own call, which writes one scene, or a change of one, as JSON that is checked."""

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from orchestrator.agents.contract import ToolContext
from orchestrator.agents.scene_task import D, SceneTask
from orchestrator.errors import ModelError
from orchestrator.llm.interface import StepRequest, Turn
from projects.storyboard.changes import OperationRefused
from projects.storyboard.problems import problems

REPAIRS = 2


class _Invalid(Exception):
    def __init__(self, found: list[str]) -> None:
        super().__init__("; ".join(found))
        self.problems = found


async def write(context: ToolContext, task: SceneTask[D], facts: dict[str, Any], attempt: Callable[[D], Any]) -> D:
    """What the scene agent says to `facts`. `attempt` tries it on the video, and raises what is wrong with it.

    Raises ModelError if it is still wrong after two repairs, and whatever the provider does wrong.
    """
    context.progress("Writing the scene", None)
    turns = [Turn("user", json.dumps(facts, ensure_ascii=False))]
    for repair in range(1, REPAIRS + 2):
        text = await _ask(context, task, turns)
        try:
            return _read(task, text, attempt)
        except _Invalid as invalid:
            wrong = invalid.problems
        if repair <= REPAIRS:
            context.progress(f"Repairing the scene, {repair} of {REPAIRS}: {wrong[0]}", None)
        turns += [Turn("assistant", text.strip() or "{}"), Turn("user", _sent_back(wrong))]
    raise ModelError(f"The model's scene was not valid, and {REPAIRS} repairs did not help: {wrong[0]}.")


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


def _sent_back(wrong: list[str]) -> str:
    return f"This is not valid: {'; '.join(wrong)}. Answer with the whole JSON object once more, put right."
