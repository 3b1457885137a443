"""Change the cover of the video, and the background, transition and template look of a scene."""

from typing import Any

from storyboard.changes import OperationRefused, with_changes
from storyboard.formats import format_of
from storyboard.operations.finding import index_of, with_scene
from storyboard.relayout import with_seed
from storyboard.schema import Storyboard

LOOKS = 3  # of each template


def set_cover(document: Storyboard, seconds: float) -> Storyboard:
    """Set the second of the video that stands for the whole."""
    if seconds > document.duration:
        raise OperationRefused(f"The video is over at {document.duration:g} s.")
    return with_changes(document, cover=seconds)


def set_background(document: Storyboard, scene_id: str, **changes: Any) -> Storyboard:
    """Set `type`, `colors`, `drift`, `pattern`, `vignette`; None stays. A single colour makes it solid."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    given = {name: value for name, value in changes.items() if value is not None}
    if len(given.get("colors", ())) == 1 and "type" not in given:
        given["type"] = "solid"
    return with_scene(document, index, with_changes(scene, background=with_changes(scene.background, **given)))


def set_transition(document: Storyboard, scene_id: str, **changes: Any) -> Storyboard:
    """Set `type`, `duration` (seconds), `direction`; None stays."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    given = {name: value for name, value in changes.items() if value is not None}
    if given.get("type") == "none":
        given["duration"] = 0
    elif "type" in given and "duration" not in given and not scene.transition.duration:
        given["duration"] = min(0.5, scene.duration / 4)
    return with_scene(document, index, with_changes(scene, transition=with_changes(scene.transition, **given)))


def set_look(document: Storyboard, scene_id: str, look: int) -> Storyboard:
    """Switch to look number `look` (from 1) of the scene's template; changes by hand are carried over."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    if scene.template is None:
        raise OperationRefused(f"No template made the scene “{scene.name}”: it has no other look.")
    changed = with_seed(scene, format_of(document.canvas), look - 1)
    if changed is None:
        raise OperationRefused(f"The scene “{scene.name}” cannot be laid out in another look.")
    return with_scene(document, index, changed)
