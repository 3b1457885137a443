"""Add a picture to the document, and to a scene."""

from typing import Literal

from storyboard.boxes import Box
from storyboard.changes import OperationRefused, with_changes
from storyboard.formats import Format, format_of
from storyboard.layers import Device, Image
from storyboard.motion import Enter
from storyboard.operations.finding import index_of, layer_of, with_layer, with_scene
from storyboard.relayout import with_slots
from storyboard.schema import AssetRef, Scene, Storyboard

Place = Literal["background", "middle", "corner"]


def add_asset(document: Storyboard, asset_id: str, asset: AssetRef) -> Storyboard:
    if asset_id in document.assets:
        raise OperationRefused(f"There is already an asset “{asset_id}”.")
    return with_changes(document, assets={**document.assets, asset_id: asset})


def place_asset(
    document: Storyboard, scene_id: str, asset_id: str, place: Place | None = None, layer_id: str | None = None
) -> Storyboard:
    """Show the picture in the layer `layer_id`, else at `place`, else in the scene's picture or its template's picture slot."""
    if asset_id not in document.assets:
        raise OperationRefused(f"There is no asset “{asset_id}” (there is: {', '.join(document.assets) or 'none'}).")
    index = index_of(document, scene_id)
    scene, shape = document.scenes[index], format_of(document.canvas)
    picture = next((each.id for each in scene.layers if isinstance(each, Image | Device)), None)
    if layer_id or (picture and place is None):
        placed = _replace_picture(scene, layer_id or str(picture), asset_id)
    else:
        placed = (place is None and with_slots(scene, shape, {"asset_id": asset_id})) or _add_layer(
            scene, asset_id, place, shape
        )
    return with_scene(document, index, placed)


def _replace_picture(scene: Scene, layer_id: str, asset_id: str) -> Scene:
    layer = layer_of(scene, layer_id)
    if not isinstance(layer, Image | Device):
        raise OperationRefused(f"“{layer_id}” is no picture.")
    changed = with_layer(scene, with_changes(layer, asset_id=asset_id))
    if scene.template and scene.template.slots.get("asset_id") == layer.asset_id:
        slots = {**scene.template.slots, "asset_id": asset_id}
        return with_changes(changed, template=with_changes(scene.template, slots=slots))
    return changed


def _add_layer(scene: Scene, asset_id: str, place: Place | None, shape: Format) -> Scene:
    image_id = _free_id(scene)
    if place in (None, "background"):
        box = Box(x=0, y=0, w=100, h=100)
        picture = Image(id=image_id, type="image", asset_id=asset_id, box=box, ken_burns=0.12)
        filled = _count_full_pictures(scene)
        return with_changes(scene, layers=(*scene.layers[:filled], picture, *scene.layers[filled:]))
    box = shape.even(50, 50, 60) if place == "middle" else shape.even(88, 12 if shape.is_wide else 8, 16)
    enter = Enter(preset="pop", at=0.3, duration=0.8, ease="spring")
    picture = Image(id=image_id, type="image", asset_id=asset_id, box=box, fit="contain", enter=enter)
    return with_changes(scene, layers=(*scene.layers, picture))


def _count_full_pictures(scene: Scene) -> int:
    """How many pictures fill the canvas already: a new one lies over them, and under all other layers."""
    is_full = (isinstance(layer, Image) and layer.box.w >= 100 and layer.box.h >= 100 for layer in scene.layers)
    return next((place for place, full in enumerate(is_full) if not full), len(scene.layers))


def _free_id(scene: Scene) -> str:
    taken = {each.id for each in (*scene.layers, *scene.groups)}
    return next(each for each in ("image", *(f"image-{n}" for n in range(2, 99))) if each not in taken)
