"""Find a scene and a layer by their ids; replace one in the document. All raise OperationRefused for an unknown id."""

from storyboard.changes import OperationRefused, with_changes
from storyboard.layers import AnyLayer
from storyboard.schema import Scene, Storyboard


def index_of(document: Storyboard, scene_id: str) -> int:
    for index, scene in enumerate(document.scenes):
        if scene.id == scene_id:
            return index
    raise OperationRefused(f"There is no scene “{scene_id}”.")


def layer_of(scene: Scene, layer_id: str) -> AnyLayer:
    for layer in scene.layers:
        if layer.id == layer_id:
            return layer
    known = ", ".join(f"“{layer.id}”" for layer in scene.layers) or "nothing"
    raise OperationRefused(f"There is no “{layer_id}” in the scene “{scene.name}”; there is {known}.")


def with_scene(document: Storyboard, index: int, scene: Scene) -> Storyboard:
    return with_changes(document, scenes=(*document.scenes[:index], scene, *document.scenes[index + 1 :]))


def with_layer(scene: Scene, layer: AnyLayer) -> Scene:
    return with_changes(scene, layers=tuple(layer if each.id == layer.id else each for each in scene.layers))
