"""Change words and colours."""

import re

from pydantic import JsonValue

from storyboard.changes import OperationRefused, with_changes
from storyboard.layers import AnyLayer, Chart, Counter, Device, Icon, Image, Shape, Text
from storyboard.operations.finding import index_of, layer_of, with_layer, with_scene
from storyboard.schema import MadeFrom, Scene, Storyboard


def set_text(document: Storyboard, scene_id: str, layer_id: str, text: str) -> Storyboard:
    """Replace the words of a text. The renderer makes them smaller if they do not fit."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    layer = _text(scene, layer_id)
    changed = with_layer(scene, with_changes(layer, text=text))
    if scene.template:
        changed = with_changes(changed, template=_replace_in_slots(scene.template, layer.text, text))
    return with_scene(document, index, changed)


def replace_text(document: Storyboard, old: str, new: str) -> Storyboard:
    """Replace `old` in every text, case-sensitively if that matches anywhere. Raises OperationRefused if no text has it."""
    texts = [(scene.id, layer) for scene in document.scenes for layer in scene.layers if isinstance(layer, Text)]
    exact = any(old in layer.text for _, layer in texts)
    words = re.compile(re.escape(old), 0 if exact else re.IGNORECASE)
    found = [(scene_id, layer) for scene_id, layer in texts if words.search(layer.text)]
    if not found:
        raise OperationRefused(f"“{old}” stands in no text of the video.")
    for scene_id, layer in found:
        document = set_text(document, scene_id, layer.id, words.sub(lambda match: new, layer.text))
    return document


def set_color(document: Storyboard, scene_id: str, layer_id: str, colour: str) -> Storyboard:
    """Set a palette colour or #rrggbb: of a shape its fill, else its stroke; its gradient is removed."""
    index = index_of(document, scene_id)
    layer = layer_of(document.scenes[index], layer_id)
    plain = {"gradient": None} if isinstance(layer, Shape) else {}
    changed = with_changes(layer, **{_colour_field(layer): colour}, **plain)
    return with_scene(document, index, with_layer(document.scenes[index], changed))


def set_background_color(document: Storyboard, scene_id: str, colour: str) -> Storyboard:
    """Set the first colour of the background; its other colours and the pattern stay."""
    index = index_of(document, scene_id)
    scene = document.scenes[index]
    background = with_changes(scene.background, colors=(colour, *scene.background.colors[1:]))
    return with_scene(document, index, with_changes(scene, background=background))


def _colour_field(layer: AnyLayer) -> str:
    match layer:
        case Text() | Chart() | Counter() | Icon() | Device():
            return "color"
        case Shape():
            return "stroke" if layer.stroke and not layer.fill and not layer.gradient else "fill"
        case Image():
            raise OperationRefused(f"“{layer.id}” is a picture: it has no colour of its own.")


def _text(scene: Scene, layer_id: str) -> Text:
    layer = layer_of(scene, layer_id)
    if isinstance(layer, Text):
        return layer
    known = ", ".join(f"“{each.id}”" for each in scene.layers if isinstance(each, Text)) or "none"
    raise OperationRefused(f"“{layer_id}” is no text; the texts of the scene “{scene.name}” are: {known}.")


def _replace_in_slots(template: MadeFrom, before: str, after: str) -> MadeFrom:
    """Replace the words in the template's slots too, for when the scene is laid out anew."""
    return with_changes(template, slots=_replace(template.slots, before, after))


def _replace(value: JsonValue, before: str, after: str) -> JsonValue:
    if isinstance(value, dict):
        return {key: _replace(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_replace(each, before, after) for each in value]
    return after if value == before else value
