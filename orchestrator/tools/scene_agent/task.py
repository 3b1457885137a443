"""What the scene agent is asked for, in the form that its model can write: a template's slots, or the whole scene."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.conf import settings
from pydantic import JsonValue, TypeAdapter

from orchestrator.llm.arguments.json_in_text import find_object
from orchestrator.llm.interface import OUTPUT_TOKENS, AnswerForm
from orchestrator.llm.scene_forms import SceneForm
from orchestrator.tools.scene_agent import layers_draft, template_draft
from orchestrator.tools.scene_agent.layers_answer import to_scene
from orchestrator.tools.scene_agent.layers_draft import LayersDraft
from orchestrator.tools.scene_agent.layers_form import layers_form, to_answer
from orchestrator.tools.scene_agent.layers_prompt import layers_prompt
from orchestrator.tools.scene_agent.template_answer import flatten
from orchestrator.tools.scene_agent.template_draft import SceneDraft, SceneEdit, form_of
from orchestrator.tools.scene_agent.template_prompt import describe_for_template, template_prompt
from storyboard.checks import find_flaws
from storyboard.schema import Scene, Storyboard

LAYERS_TOKENS = 16_000  # forty layers with their moves
_OBJECT = TypeAdapter(dict[str, JsonValue])

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class SceneTask(Generic[D]):
    """`read` makes a draft of an answer's text. It raises pydantic.ValidationError and OperationRefused.

    `find_flaws`: what is wrong with how a draft would look, a sentence each; None where a template sees to that.
    """

    system: str
    form: AnswerForm
    output_tokens: int
    read: Callable[[str], D]
    find_flaws: Callable[[Any], list[str]] | None = None


def task_to_add(
    form: SceneForm, document: Storyboard, name: str, seconds: float
) -> SceneTask[SceneDraft | LayersDraft]:
    if form == "template":
        return _template_task(SceneDraft)
    read = partial(_read, SceneDraft, lambda fields: layers_draft.new_scene(fields, name, seconds))
    return _layers_task(read, partial(_flaws, document, []))


def task_to_edit(form: SceneForm, document: Storyboard, scene: Scene) -> SceneTask[SceneEdit | LayersDraft]:
    """Flaws that the scene has already are not the edit's."""
    if form == "template":
        return _template_task(SceneEdit)
    read = partial(_read, SceneEdit, lambda fields: layers_draft.changed_scene(fields, scene))
    return _layers_task(read, partial(_flaws, document, _flaws(document, [], LayersDraft(scene))))


def add(document: Storyboard, name: str, draft: SceneDraft | LayersDraft, seconds: float, place: int) -> Storyboard:
    """The video with one scene more. Raises pydantic.ValidationError for slots that do not fit, OperationRefused."""
    if isinstance(draft, LayersDraft):
        return layers_draft.add_layers(document, draft, place)
    return template_draft.add_from_template(document, name, draft, seconds, place)


def change(document: Storyboard, scene_id: str, edit: SceneEdit | LayersDraft) -> Storyboard:
    """The video with one scene changed, its id and its place the same. Raises as `add` does."""
    if isinstance(edit, LayersDraft):
        return layers_draft.change_layers(document, scene_id, edit)
    return template_draft.change_by_template(document, scene_id, edit)


def describe(form: SceneForm, scene: Scene) -> dict[str, Any]:
    """A scene as the agent needs to know it."""
    if form == "template":
        return describe_for_template(scene)
    made_from = {"template": scene.template.name, "slots": scene.template.slots} if scene.template else {}
    return {"name": scene.name, "seconds": scene.duration, **made_from, **to_answer(scene)}


T = TypeVar("T", SceneDraft, SceneEdit)


def _template_task(draft: type[T]) -> SceneTask[Any]:
    tokens = settings.LLM_MAX_OUTPUT_TOKENS or OUTPUT_TOKENS
    return SceneTask(
        template_prompt(), form_of(draft), tokens, lambda text: draft.model_validate_json(find_object(text))
    )


def _layers_task(read: Callable[[str], D], find_flaws: Callable[[Any], list[str]]) -> SceneTask[D]:
    tokens = settings.LLM_MAX_OUTPUT_TOKENS or LAYERS_TOKENS
    return SceneTask(layers_prompt(), layers_form(), tokens, read, find_flaws)


def _flaws(document: Storyboard, known: list[str], draft: SceneDraft | SceneEdit | LayersDraft) -> list[str]:
    if not isinstance(draft, LayersDraft):
        return []
    found = find_flaws(draft.scene, document.canvas, document.style.palette)
    return [each for each in found if each not in known]


def _read(template: type[T], make: Callable[[dict[str, Any]], LayersDraft], text: str) -> T | LayersDraft:
    """A model that names a template instead of layers is taken at its word."""
    answer = _OBJECT.validate_json(find_object(text))
    fields = to_scene(answer)
    if "layers" not in fields and flatten(answer, template.model_fields).keys() & template.model_fields.keys():
        return template.model_validate(answer)
    return make(fields)
