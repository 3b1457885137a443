"""The form in which a whole scene is asked for: that of the document, with the kind of a layer as the key of its content.

`{"id": …, "content": {"text": {…}}, "box": {…}, "enter": …}`: kinds that are told apart by their first key are taken by every
server, see docs/decisions/0034. It is made from the document's own schema, so that what a scene gains can be asked for.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from orchestrator.llm import schemas
from orchestrator.llm.interface import AnswerForm
from orchestrator.llm.schema_subset import NULL, Schema, subset, transform
from projects.storyboard.layers import BaseLayer
from projects.storyboard.schema import Scene

CONTENT = "content"
SIDES = ("x", "y", "w", "h")
OURS = frozenset({"id", "name", "duration", "template"})  # of a scene: what no model chooses
# Numbers that a model always names: without null each saves a union, of which Anthropic takes 16.
NAMED = frozenset({"size", "weight", "radius", "at", "line_height"})
BASE = tuple(BaseLayer.model_fields)


@cache
def layers_form() -> AnswerForm:
    whole = Scene.model_json_schema()
    own = {name: each for name, each in whole["properties"].items() if name not in OURS}
    scene = subset({"type": "object", "properties": own, "$defs": whole["$defs"]})
    scene["properties"]["layers"] = _layers(scene["properties"]["layers"])
    return AnswerForm("layers", "One scene of the video, layer by layer.", schemas.common(transform(scene, _shorten)))


def to_answer(scene: Scene) -> dict[str, Any]:
    """A scene as this form would say it, without what is as usual."""
    made = scene.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude=set(OURS))
    return {**made, "layers": [_nest(layer) for layer in made["layers"]]}


def _nest(layer: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: value for name, value in layer.items() if name not in (*BASE, "type")}
    base = {name: layer[name] for name in BASE if name in layer and name != "id"}
    base["box"] = [layer["box"][side] for side in SIDES]
    return {"id": layer["id"], CONTENT: {layer["type"]: content}, **base}


def _layers(layers: Schema) -> Schema:
    kinds = layers["items"]["anyOf"]
    content = [_keyed(each) for each in kinds]
    shared = {name: kinds[0]["properties"][name] for name in BASE if name != "id"}
    properties = {"id": kinds[0]["properties"]["id"], CONTENT: {"anyOf": content}, **shared}
    return {**layers, "items": {"type": "object", "properties": properties}}


def _keyed(kind: Schema) -> Schema:
    [name] = kind["properties"]["type"]["enum"]
    own = {key: each for key, each in kind["properties"].items() if key not in (*BASE, "type")}
    inner = {"type": "object", "properties": own, **{key: kind[key] for key in ("description",) if key in kind}}
    return {"type": "object", "properties": {name: inner}}


def _shorten(node: Schema) -> Schema:
    """A box is four numbers, and what a model always names is never null: both save what servers count."""
    properties = node.get("properties", {})
    if tuple(properties) == SIDES:
        words = "x, y, w, h in % of the canvas, from its left upper corner"
        return {"type": "array", "items": {"type": "number"}, "description": words}
    named = {name: _without_null(each) if name in NAMED else each for name, each in properties.items()}
    return {**node, "properties": named} if named else node


def _without_null(node: Schema) -> Schema:
    options = [each for each in node.get("anyOf", ()) if each != NULL]
    return options[0] if len(options) == 1 else node
