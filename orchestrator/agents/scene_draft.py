"""What the scene agent may say: a scene, or a change of one, and what becomes of the video then."""

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, JsonValue

from orchestrator.llm.interface import AnswerForm
from projects.storyboard import operations
from projects.storyboard.changes import OperationRefused
from projects.storyboard.compose import SceneBrief, scene_from_template
from projects.storyboard.formats import format_of
from projects.storyboard.motion import Preset, Stretch
from projects.storyboard.operations.finding import index_of
from projects.storyboard.relayout import with_slots
from projects.storyboard.schema import Scene, Storyboard
from projects.storyboard.templates import TEMPLATES, catalogue
from projects.storyboard.values import Id, Part, Seconds, Words


def _known(template: str) -> str:
    if template not in TEMPLATES:
        raise ValueError(f"there is no template “{template[:40]}”; there are: {', '.join(TEMPLATES)}")
    return template


Template = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(TEMPLATES)})]
Slots = dict[str, JsonValue]


class Entrance(Part):
    text: Id | None = Field(default=None, description="The id of the text; null is the one that is read first.")
    preset: Preset = Field(description="left and right: it slides in from there.")
    seconds: Stretch
    at: Seconds | None = Field(default=None, description="When it begins, in seconds of the scene; null if not asked.")


class SceneDraft(Part):
    template: Template
    slots: Slots
    bold: bool = Field(default=False, description="True only if heavier words are asked for.")
    entrance: Entrance | None = Field(default=None, description="Only if it is asked for how a text comes in.")


class SceneEdit(Part):
    name: Annotated[Words, Field(min_length=1, max_length=60)] | None = Field(
        default=None, description="Another name for the scene; null: it keeps its own."
    )
    template: Template | None = Field(default=None, description="null: it keeps its own.")
    slots: Slots | None = Field(default=None, description="As they shall be afterwards; null: they stay.")
    bold: bool = Field(default=False, description="True only if heavier words are asked for.")
    entrance: Entrance | None = Field(default=None, description="Only if it is asked for how a text comes in.")


def added(document: Storyboard, name: str, draft: SceneDraft, seconds: float, place: int) -> Storyboard:
    """The video with one scene more. Raises pydantic.ValidationError for slots that do not fit, OperationRefused."""
    brief = SceneBrief(name, draft.template, draft.slots)
    scene = scene_from_template(document, brief, seconds, place)
    return _moved(operations.add_scene(document, scene, place), scene.id, draft.bold, draft.entrance)


def edited(document: Storyboard, scene_id: str, edit: SceneEdit) -> Storyboard:
    """The video with one scene changed, its id and its place the same. Raises as `added` does."""
    scene = document.scenes[index_of(document, scene_id)]
    if edit.slots is not None or edit.template is not None:
        document = operations.replace_scene(document, scene_id, _retold(document, scene, edit))
    if edit.name:
        document = operations.rename_scene(document, scene_id, edit.name)
    return _moved(document, scene_id, edit.bold, edit.entrance)


def _moved(document: Storyboard, scene_id: str, bold: bool, entrance: Entrance | None) -> Storyboard:
    if bold:
        document = operations.emphasise(document, scene_id)
    if entrance:
        document = operations.set_entrance(
            document, scene_id, entrance.text, entrance.preset, entrance.seconds, entrance.at
        )
    return document


def _retold(document: Storyboard, scene: Scene, edit: SceneEdit) -> Scene:
    own = scene.template
    if own is None or edit.template not in (None, own.name):
        if edit.template is None:
            raise OperationRefused(f"No template made the scene “{scene.name}”: name the one that it shall have.")
        return _made_anew(document, scene, edit.template, edit.slots or {})
    slots = {**own.slots, **(edit.slots or {})}
    TEMPLATES[own.name].slots.model_validate(slots)
    changed = with_slots(scene, format_of(document.canvas), slots)
    if changed is None:
        raise OperationRefused(f"The scene “{scene.name}” cannot be laid out with these words.")
    return changed


def _made_anew(document: Storyboard, scene: Scene, template: str, slots: dict[str, Any]) -> Scene:
    index = index_of(document, scene.id)
    made = scene_from_template(document, SceneBrief(scene.name, template, slots), scene.duration, index)
    return made.model_copy(update={"transition": scene.transition})


D = TypeVar("D", SceneDraft, SceneEdit)


def form_of(draft: type[D]) -> AnswerForm:
    """The slots are told as those of one of the templates: the schema of the draft itself knows only that they are some."""
    schema = draft.model_json_schema()
    slots: list[dict[str, Any]] = [{**each["slots"], "description": f"Of {each['name']}."} for each in catalogue()]
    if not draft.model_fields["slots"].is_required():
        slots.append({"type": "null"})
    told = schema["properties"]["slots"]
    schema["$defs"].pop("JsonValue")
    schema["properties"]["slots"] = {"anyOf": slots, "description": told.get("description", "Those of the template.")}
    return AnswerForm("scene", "One scene of the video.", schema)
