"""A scene from a template, or a change of one, as the scene agent answers it; and how it is applied to the video."""

from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, model_validator

from orchestrator.llm.interface import AnswerForm
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.schemas.subset import NULL
from orchestrator.tools.optional_fields import OptionalFields, decode_json
from orchestrator.tools.scene_agent.template_answer import fill_defaults, flatten
from storyboard import operations
from storyboard.changes import OperationRefused, with_changes
from storyboard.compose import SceneBrief, scene_from_template
from storyboard.formats import format_of
from storyboard.motion import Preset, Stretch
from storyboard.operations.finding import index_of
from storyboard.relayout import with_slots
from storyboard.schema import Scene, SceneName, Storyboard
from storyboard.templates import TEMPLATES, catalogue
from storyboard.values import Id, Part, Seconds


def _check_template(template: str) -> str:
    if template not in TEMPLATES:
        raise ValueError(f"there is no template “{template[:40]}”; there are: {', '.join(TEMPLATES)}")
    return template


Template = Annotated[str, AfterValidator(_check_template)]
Slots = dict[str, JsonValue]


class Entrance(OptionalFields, Part):
    text: Id | None = Field(default=None, description="The id of the text; without it the one that is read first")
    preset: Preset = Field(description="left and right: it slides in from there")
    seconds: Stretch = Field(description="How long it takes, 0.05 to 10")
    at: Seconds | None = Field(default=None, description="When it begins, in seconds of the scene; null if not asked")


def _drop_blank(entrance: Any) -> Any:
    """Models that must fill the field although no entrance is wanted write "none" in many ways."""
    entrance = decode_json(entrance)
    values = entrance.values() if isinstance(entrance, dict) else [entrance]
    return None if all(value in (None, False, "", "none") for value in values) else entrance


class Answer(OptionalFields, Part):
    """Base of what the scene agent answers, in whichever shape it does."""

    bold: bool = Field(default=False, description="True only if heavier words are asked for.")
    entrance: Annotated[Entrance | None, BeforeValidator(_drop_blank)] = Field(
        default=None, description="Only if it is asked for how a text comes in."
    )

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, written: Any) -> Any:
        return flatten(written, cls.model_fields) if isinstance(written, dict) else written


class SceneDraft(Answer):
    template: Template
    slots: Slots


class SceneEdit(Answer):
    name: SceneName | None = Field(default=None, description="Another name for the scene; it keeps its own without it.")
    template: Template | None = None
    slots: Slots | None = None


def add_from_template(document: Storyboard, name: str, draft: SceneDraft, seconds: float, place: int) -> Storyboard:
    """The video with one scene more. Raises pydantic.ValidationError for slots that do not fit, OperationRefused."""
    brief = SceneBrief(name, draft.template, fill_defaults(draft.template, draft.slots))
    scene = scene_from_template(document, brief, seconds, place)
    return _emphasise_and_enter(operations.add_scene(document, scene, place), scene.id, draft.bold, draft.entrance)


def change_by_template(document: Storyboard, scene_id: str, edit: SceneEdit) -> Storyboard:
    """The video with one scene changed, its id and its place the same. Raises as `add_from_template` does."""
    scene = document.scenes[index_of(document, scene_id)]
    if edit.slots is not None or edit.template is not None:
        document = operations.replace_scene(document, scene_id, _fill_slots(document, scene, edit))
    if edit.name:
        document = operations.rename_scene(document, scene_id, edit.name)
    return _emphasise_and_enter(document, scene_id, edit.bold, edit.entrance)


def _emphasise_and_enter(document: Storyboard, scene_id: str, bold: bool, entrance: Entrance | None) -> Storyboard:
    if bold:
        document = operations.emphasise(document, scene_id)
    if entrance:
        document = operations.set_entrance(
            document, scene_id, entrance.text, entrance.preset, entrance.seconds, entrance.at
        )
    return document


def _fill_slots(document: Storyboard, scene: Scene, edit: SceneEdit) -> Scene:
    own = scene.template
    if own is None or edit.template not in (None, own.name):
        if edit.template is None:
            raise OperationRefused(f"No template made the scene “{scene.name}”: name the one that it shall have.")
        return _expand_other(document, scene, edit.template, edit.slots or {})
    slots = {**own.slots, **fill_defaults(own.name, edit.slots or {})}
    TEMPLATES[own.name].slots.model_validate(slots)
    changed = with_slots(scene, format_of(document.canvas), slots)
    if changed is None:
        raise OperationRefused(f"The scene “{scene.name}” cannot be laid out with these words.")
    return changed


def _expand_other(document: Storyboard, scene: Scene, template: str, slots: dict[str, Any]) -> Scene:
    index = index_of(document, scene.id)
    made = scene_from_template(
        document, SceneBrief(scene.name, template, fill_defaults(template, slots)), scene.duration, index
    )
    return with_changes(made, transition=scene.transition)


D = TypeVar("D", SceneDraft, SceneEdit)


@cache
def form_of(draft: type[D]) -> AnswerForm:
    """The template is the key of its slots, so that neither is chosen without the other; see docs/decisions/0027."""
    schema = draft.model_json_schema()
    templates: list[dict[str, Any]] = [_with_key(each["name"], each["slots"]) for each in catalogue()]
    properties = dict(schema["properties"])
    del properties["template"], properties["slots"]
    if "template" in schema.get("required", ()):
        scene: dict[str, Any] = {"anyOf": templates, "description": "The template that fits best, and its slots."}
    else:
        words = "The scene's template, or another one, and all its slots as they shall be; null: they stay."
        scene = {"anyOf": [*templates, NULL], "description": words}
    schema = {**schema, "properties": {"scene": scene, **properties}, "required": ["scene"]}
    schema.pop("description", None)
    return AnswerForm("scene", "One scene of the video.", server_schemas.common(schema))


def _with_key(template: str, slots: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {template: server_schemas.common(slots)}, "required": [template]}
