"""A scene laid out anew: for another format, or with something else in its template's slots.

A scene that a template made is made again, and what was changed by hand since then is carried over: its words, colours and
times, what was deleted and what was added. Only the places and sizes are the new ones. Other scenes keep their places in %.
"""

from typing import Any

from pydantic import ValidationError

from storyboard.changes import OperationRefused, with_changes
from storyboard.formats import Format
from storyboard.layers import AnyLayer
from storyboard.proportions import adapt_proportions
from storyboard.schema import MadeFrom, Scene
from storyboard.templates import expand

LAYOUT = {"id", "type", "box", "size", "align"}


def with_format(scene: Scene, before: Format, after: Format) -> Scene:
    return _regenerate(scene, before, after, scene.template) or adapt_proportions(scene, before, after)


def with_slots(scene: Scene, shape: Format, slots: dict[str, Any]) -> Scene | None:
    """None if no template made the scene, or the template does not take them."""
    template = scene.template and with_changes(scene.template, slots={**scene.template.slots, **slots})
    return _regenerate(scene, shape, shape, template)


def with_seed(scene: Scene, shape: Format, seed: int) -> Scene | None:
    """In another look of its template. None as above."""
    return _regenerate(scene, shape, shape, scene.template and with_changes(scene.template, seed=seed))


def _regenerate(scene: Scene, before: Format, after: Format, template: MadeFrom | None) -> Scene | None:
    if not scene.template or not template:
        return None
    try:
        base, target = _expand(scene, scene.template, before), _expand(scene, template, after)
    except (KeyError, ValidationError):  # a template of another version, or one that somebody invented
        return None
    background = target.background if scene.background == base.background else scene.background
    even = adapt_proportions(scene, before, after)
    layers = _merge_layers(scene.layers, base.layers, target.layers, even.layers)
    try:
        return with_changes(scene, background=background, layers=layers, groups=even.groups, template=template)
    except OperationRefused:
        return None


def _expand(scene: Scene, made: MadeFrom, shape: Format) -> Scene:
    return expand(
        made.name,
        made.slots,
        scene_id=scene.id,
        scene_name=scene.name,
        duration=scene.duration,
        format=shape.name,
        variant=made.seed,
    )


Layers = tuple[AnyLayer, ...]


def _merge_layers(current: Layers, base: Layers, target: Layers, even: Layers) -> Layers:
    had, has = {layer.id: layer for layer in base}, {layer.id: layer for layer in current}
    known = had.keys() | {layer.id for layer in target}
    made = [
        _carry_over(layer, had.get(layer.id), has.get(layer.id))
        for layer in target
        if layer.id in has or layer.id not in had  # else it was deleted
    ]
    first = next((i for i, layer in enumerate(current) if layer.id in known), len(current))
    added = [(i, layer) for i, layer in enumerate(even) if layer.id not in known]
    return (*(layer for i, layer in added if i < first), *made, *(layer for i, layer in added if i >= first))


def _carry_over(target: AnyLayer, base: AnyLayer | None, current: AnyLayer | None) -> AnyLayer:
    if base is None or current is None or not type(base) is type(current) is type(target):
        return target
    fields = type(target).model_fields.keys() - LAYOUT
    changed = {name: getattr(current, name) for name in fields if getattr(current, name) != getattr(base, name)}
    return with_changes(target, **changed) if changed else target
