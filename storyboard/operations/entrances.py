"""Set the entrance of one text of a scene."""

from storyboard.changes import OperationRefused, with_changes
from storyboard.layers import Counter, Text
from storyboard.motion import Enter, Preset
from storyboard.operations.finding import index_of, layer_of, with_layer, with_scene
from storyboard.schema import Scene, Storyboard


def set_entrance(
    document: Storyboard,
    scene_id: str,
    layer_id: str | None,
    preset: Preset,
    seconds: float,
    at: float | None = None,
) -> Storyboard:
    """Set preset, duration and start (seconds). Without `layer_id`: of the main text. Without `at` the start stays, or is earlier.

    The text comes in as one, not word by word: only so does it take the seconds that were asked for.
    """
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    layer = layer_of(scene, layer_id) if layer_id else _main_text(scene)
    if not isinstance(layer, Text | Counter):
        raise OperationRefused(f"“{layer.id}” is no text.")
    before = layer.enter or Enter(preset=preset)
    begins = min(before.at, scene.duration - seconds) if at is None else at
    if begins < 0 or begins + seconds > scene.duration:
        raise OperationRefused(
            f"The scene “{scene.name}” lasts {scene.duration:g} s: an entrance of {seconds:g} s does not fit in there."
        )
    enter = with_changes(before, preset=preset, duration=seconds, at=begins)
    changed = with_changes(layer, enter=enter, **({"stagger": "none"} if isinstance(layer, Text) else {}))
    return with_scene(document, index, with_layer(scene, changed))


def _main_text(scene: Scene) -> Text | Counter:
    texts = [layer for layer in scene.layers if isinstance(layer, Text | Counter)]
    if not texts:
        raise OperationRefused(f"The scene “{scene.name}” has no text that could come in.")
    return next((layer for layer in texts if isinstance(layer, Text) and layer.role == "heading"), texts[0])
