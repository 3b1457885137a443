"""Put layers of a scene into a group, and take a group apart."""

from collections.abc import Collection
from itertools import count

from storyboard.changes import OperationRefused, with_changes
from storyboard.groups import Group
from storyboard.operations.finding import index_of, layer_of, with_scene
from storyboard.schema import Scene, Storyboard


def group_layers(document: Storyboard, scene_id: str, layer_ids: Collection[str]) -> Storyboard:
    """A new group, which moves as one; what was in another group leaves it. Raises OperationRefused for fewer than two layers."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    members = {layer_of(scene, each).id for each in layer_ids}
    if len(members) < 2:
        raise OperationRefused("A group has at least two layers.")
    group = Group(id=_free_id(scene))
    layers = tuple(with_changes(each, group=group.id) if each.id in members else each for each in scene.layers)
    used = {each.group for each in layers}
    groups = tuple(each for each in (*scene.groups, group) if each.id in used)
    return with_scene(document, index, with_changes(scene, layers=layers, groups=groups))


def ungroup(document: Storyboard, scene_id: str, group_id: str) -> Storyboard:
    """Its layers stay where they are; how it moved is gone."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    if all(each.id != group_id for each in scene.groups):
        raise OperationRefused(f"There is no group “{group_id}” in the scene “{scene.name}”.")
    layers = tuple(with_changes(each, group=None) if each.group == group_id else each for each in scene.layers)
    groups = tuple(each for each in scene.groups if each.id != group_id)
    return with_scene(document, index, with_changes(scene, layers=layers, groups=groups))


def _free_id(scene: Scene) -> str:
    taken = {each.id for each in (*scene.layers, *scene.groups)}
    return next(name for number in count(1) if (name := f"group-{number}") not in taken)
