"""Change or remove one layer of a scene."""

from typing import Any

from storyboard.changes import OperationRefused, with_changes
from storyboard.layers import AnyLayer, Counter, Image
from storyboard.motion import Enter, Exit
from storyboard.operations.finding import index_of, layer_of, with_layer, with_scene
from storyboard.schema import Scene, Storyboard

_KINDS = {
    "text": "a text", "image": "a picture", "shape": "a shape", "chart": "a chart", "counter": "a number that counts",
    "icon": "an icon", "device": "a device",
}  # fmt: skip


def set_box(document: Storyboard, scene_id: str, layer_id: str, **sides: float | None) -> Storyboard:
    """Move or resize: `x`, `y`, `w`, `h` in % of the canvas; None stays."""
    scene = document.scenes[index_of(document, scene_id)]
    given = {side: value for side, value in sides.items() if value is not None}
    return _change_layer(document, scene, layer_id, box=with_changes(layer_of(scene, layer_id).box, **given))


def set_layer(document: Storyboard, scene_id: str, layer_id: str, **fields: Any) -> Storyboard:
    """Set fields of the layer, by their names in the document."""
    scene = document.scenes[index_of(document, scene_id)]
    layer = layer_of(scene, layer_id)
    if unknown := [name for name in fields if name not in type(layer).model_fields]:
        raise OperationRefused(f"“{layer_id}” is {_KINDS[layer.type]}: it has no {', '.join(unknown)}.")
    return _change_layer(document, scene, layer_id, **fields)


def set_number(document: Storyboard, scene_id: str, layer_id: str, to: float) -> Storyboard:
    """Set what a counter counts to, and the template's slot with the same value."""
    scene = document.scenes[index_of(document, scene_id)]
    layer = layer_of(scene, layer_id)
    if not isinstance(layer, Counter):
        raise OperationRefused(f"“{layer_id}” is no number that counts.")
    changed = _change_layer(document, scene, layer_id, to=to)
    template = scene.template
    if template is None or template.slots.get("value") != layer.to:
        return changed
    template = with_changes(template, slots={**template.slots, "value": to})
    index = index_of(changed, scene_id)
    return with_scene(changed, index, with_changes(changed.scenes[index], template=template))


def set_enter(document: Storyboard, scene_id: str, layer_id: str, enter: Enter) -> Storyboard:
    """Set the entrance of a layer; preset "none" removes it."""
    scene = document.scenes[index_of(document, scene_id)]
    if enter.at + enter.duration > scene.duration:
        raise OperationRefused(
            f"The scene “{scene.name}” lasts {scene.duration:g} s: an entrance until {enter.at + enter.duration:g} s does not fit."
        )
    return _change_layer(document, scene, layer_id, enter=None if enter.preset == "none" else enter)


def set_exit(document: Storyboard, scene_id: str, layer_id: str, leaves: Exit) -> Storyboard:
    """Set the exit of a layer; preset "none" removes it."""
    scene = document.scenes[index_of(document, scene_id)]
    if leaves.at is not None and leaves.at >= scene.duration:
        raise OperationRefused(f"The scene “{scene.name}” is over at {scene.duration:g} s.")
    return _change_layer(document, scene, layer_id, exit=None if leaves.preset == "none" else leaves)


def remove_layer(document: Storyboard, scene_id: str, layer_id: str) -> Storyboard:
    """Remove a layer; a picture also from its template's slot, so that another format does not bring it back."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    gone = layer_of(scene, layer_id)
    changed = with_changes(scene, layers=tuple(each for each in scene.layers if each.id != layer_id))
    template = scene.template
    if template and isinstance(gone, Image) and template.slots.get("asset_id") == gone.asset_id:
        changed = with_changes(changed, template=with_changes(template, slots={**template.slots, "asset_id": None}))
    return with_scene(document, index, changed)


def _change_layer(document: Storyboard, scene: Scene, layer_id: str, **changes: Any) -> Storyboard:
    layer: AnyLayer = with_changes(layer_of(scene, layer_id), **changes)
    return with_scene(document, index_of(document, scene.id), with_layer(scene, layer))
