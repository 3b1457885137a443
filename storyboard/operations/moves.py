"""Change how a whole scene moves: its camera, and its groups."""

from collections.abc import Sequence

from storyboard.changes import OperationRefused, with_changes
from storyboard.motion import CameraKeyframe, Enter
from storyboard.operations.finding import index_of, with_scene
from storyboard.schema import Storyboard


def set_camera(document: Storyboard, scene_id: str, camera: Sequence[CameraKeyframe]) -> Storyboard:
    """Set the keyframes of the camera; none: it stands still and sees the whole canvas."""
    index = index_of(document, scene_id)
    return with_scene(document, index, with_changes(document.scenes[index], camera=tuple(camera)))


def set_group_enter(document: Storyboard, scene_id: str, group_id: str, enter: Enter) -> Storyboard:
    """Set the entrance of a group; preset "none" removes it."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    if group_id not in [group.id for group in scene.groups]:
        raise OperationRefused(f"There is no group “{group_id}” in the scene “{scene.name}”.")
    given = None if enter.preset == "none" else enter
    groups = tuple(with_changes(group, enter=given) if group.id == group_id else group for group in scene.groups)
    return with_scene(document, index, with_changes(scene, groups=groups))
