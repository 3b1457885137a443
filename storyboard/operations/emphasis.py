"""Make a scene's words bold."""

from storyboard.changes import OperationRefused, with_changes
from storyboard.layers import AnyLayer, Counter, Text
from storyboard.operations.finding import index_of, with_scene
from storyboard.schema import Storyboard

HEAVIEST, LARGEST = 900, 480.0
LARGER = 1.2
USUAL_SIZES = {"heading": 76.0, "body": 30.0, "label": 21.0}  # the renderer's, where a layer names none


def emphasise(document: Storyboard, scene_id: str) -> Storyboard:
    """Make the headings of a scene heavier and larger; without headings all of its texts and counters."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    texts = [layer for layer in scene.layers if isinstance(layer, Text | Counter)]
    headings = [layer for layer in texts if isinstance(layer, Text) and layer.role == "heading"]
    bold_ids = {layer.id for layer in headings or texts}
    if not bold_ids:
        raise OperationRefused(f"The scene “{scene.name}” has no text that could be bold.")
    changed = with_changes(
        scene, layers=tuple(_embolden(layer) if layer.id in bold_ids else layer for layer in scene.layers)
    )
    if changed == scene:
        raise OperationRefused(f"The scene “{scene.name}” is as bold as it can be.")
    return with_scene(document, index, changed)


def _embolden(layer: AnyLayer) -> AnyLayer:
    if not isinstance(layer, Text | Counter):
        return layer
    size = layer.size or USUAL_SIZES[layer.role if isinstance(layer, Text) else "heading"]
    return with_changes(layer, weight=HEAVIEST, size=min(LARGEST, size * LARGER))
