"""A scene that the scene agent wrote layer by layer, and how it is applied to the video."""

from dataclasses import dataclass
from typing import Any

from storyboard import operations
from storyboard.changes import OperationRefused, with_changes
from storyboard.groups import Group
from storyboard.layers import AnyLayer, Icon, Shape
from storyboard.operations.finding import index_of
from storyboard.schema import Scene, Storyboard

SLACK = 0.05  # seconds that a move may end after its scene


@dataclass(frozen=True, slots=True)
class LayersDraft:
    """`scene` has the name and the duration that it is to have; its id is not yet one of the video."""

    scene: Scene


def new_scene(fields: dict[str, Any], name: str, seconds: float) -> LayersDraft:
    """Raises pydantic.ValidationError, and OperationRefused for what comes after the scene's end."""
    return LayersDraft(
        _validate_times(Scene.model_validate({**fields, "id": "scene", "name": name, "duration": seconds}))
    )


def changed_scene(fields: dict[str, Any], before: Scene) -> LayersDraft:
    """Fields that are absent stay unchanged. Raises as `new_scene` does."""
    old = before.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"template"})
    after = _validate_times(Scene.model_validate({**old, **fields}))
    return LayersDraft(with_changes(after, template=before.template) if _keeps_layout(before, after) else after)


def add_layers(document: Storyboard, draft: LayersDraft, place: int) -> Storyboard:
    taken = {scene.id for scene in document.scenes}
    number = next(n for n in range(1, len(taken) + 2) if f"scene-{n}" not in taken)
    return operations.add_scene(document, with_changes(draft.scene, id=f"scene-{number}"), place)


def change_layers(document: Storyboard, scene_id: str, draft: LayersDraft) -> Storyboard:
    """The name and the duration are those that the scene has by now."""
    now = document.scenes[index_of(document, scene_id)]
    scene = with_changes(draft.scene, name=now.name, duration=now.duration)
    return operations.replace_scene(document, scene_id, scene)


def _validate_times(scene: Scene) -> Scene:
    late = [
        f"“{layer.id}”: {what}"
        for layer in (*scene.layers, *scene.groups)
        for what in _after_the_end(layer, scene.duration)
    ]
    if scene.camera and scene.camera[-1].t > scene.duration + SLACK:
        late.append(f"camera: the last keyframe is at {scene.camera[-1].t:g} s")
    if late:
        raise OperationRefused(f"The scene lasts {scene.duration:g} s; {'; '.join(late[:6])}.")
    return scene


def _after_the_end(layer: AnyLayer | Group, seconds: float) -> list[str]:
    end, found = seconds + SLACK, []
    if layer.enter and layer.enter.at + layer.enter.duration > end:
        found.append(f"enter ends at {layer.enter.at + layer.enter.duration:g} s")
    if layer.exit and layer.exit.at is not None and layer.exit.at > seconds:
        found.append(f"exit begins at {layer.exit.at:g} s")
    if layer.keyframes and layer.keyframes[-1].t > end:
        found.append(f"the last keyframe is at {layer.keyframes[-1].t:g} s")
    if isinstance(layer, Shape | Icon) and layer.draw and (layer.draw.at or 0) > seconds:
        found.append(f"draw begins at {layer.draw.at:g} s")
    return found


def _keeps_layout(before: Scene, after: Scene) -> bool:
    """Whether another format may still lay the scene out by its template: nothing has come, gone or been moved."""
    return [(each.id, each.box) for each in before.layers] == [(each.id, each.box) for each in after.layers]
