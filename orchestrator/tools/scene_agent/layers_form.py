"""The form in which a whole scene is asked for: that of the document, with the kind of a layer as the key of its content.

`{"id": …, "content": {"text": {…}}, "box": {…}, "enter": …}`: kinds that are told apart by their first key are taken by every
server, see docs/decisions/0034. A group is asked for among the layers, with the ids of those it holds
in place of its name in each of them. It is made from the document's own schema, so that what a scene gains can be asked for.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from orchestrator.llm.interface import AnswerForm
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.schemas.subset import NULL, Schema, subset, transform
from storyboard.layers import BaseLayer
from storyboard.schema import Scene

CONTENT = "content"
SIDES = ("x", "y", "w", "h")
CLIP = (*SIDES, "radius")
GROUP = "group"
MEMBERS = "layers"  # of a group: the ids of what it holds
OURS = frozenset({"id", "name", "duration", "template"})  # of a scene: what no model chooses
UNASKED = {
    "exit": ("ease",),
    "scroll": ("ease", "from"),
    "icon": ("stroke_width", "draw"),
}  # servers count properties; as usual is good enough
# Numbers that a model always names: without null each saves a union, of which Anthropic takes 16.
NAMED = frozenset({"size", "weight", "radius", "at", "line_height"})
BASE = tuple(name for name in BaseLayer.model_fields if name != GROUP)


@cache
def layers_form() -> AnswerForm:
    whole = Scene.model_json_schema()
    own = {name: each for name, each in whole["properties"].items() if name not in OURS}
    scene = subset({"type": "object", "properties": own, "$defs": whole["$defs"]})
    del scene["properties"]["groups"]
    scene["properties"]["layers"] = _layers(scene["properties"]["layers"])
    form = server_schemas.common(transform(scene, _shorten))
    return AnswerForm("layers", "One scene of the video, layer by layer.", form)


def to_answer(scene: Scene) -> dict[str, Any]:
    """A scene in this form, without default values."""
    made = scene.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude=set(OURS))
    groups = [_nest({**each, "type": GROUP, MEMBERS: _members(scene, each["id"])}) for each in made.pop("groups", ())]
    return {**made, "layers": [*groups, *(_nest(layer) for layer in made["layers"])]}


def _members(scene: Scene, group_id: str) -> list[str]:
    return [layer.id for layer in scene.layers if layer.group == group_id]


def _nest(layer: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: value for name, value in layer.items() if name not in (*BASE, "type", GROUP)}
    base = {name: layer[name] for name in BASE if name in layer and name != "id"}
    for name, parts in (("box", SIDES), ("clip", CLIP)):
        if name in base:
            base[name] = [base[name].get(part, 0) for part in parts]
    return {"id": layer["id"], CONTENT: {layer["type"]: content}, **base}


def _layers(layers: Schema) -> Schema:
    kinds = layers["items"]["anyOf"]
    content = [*(_keyed(each) for each in kinds), _group()]
    shared = {name: kinds[0]["properties"][name] for name in BASE if name != "id"}
    properties = {"id": kinds[0]["properties"]["id"], CONTENT: {"anyOf": content}, **shared}
    return {**layers, "items": {"type": "object", "properties": properties}}


def _keyed(kind: Schema) -> Schema:
    [name] = kind["properties"]["type"]["enum"]
    own = {key: each for key, each in kind["properties"].items() if key not in (*BASE, "type", GROUP)}
    inner = {"type": "object", "properties": own, **{key: kind[key] for key in ("description",) if key in kind}}
    return {"type": "object", "properties": {name: inner}}


def _group() -> Schema:
    words = "Layers that move, turn, fade and are clipped as one, around the middle of this box; their ids"
    inner = {
        "type": "object",
        "properties": {MEMBERS: {"type": "array", "items": {"type": "string"}, "description": words}},
    }
    return {"type": "object", "properties": {GROUP: inner}}


def _shorten(node: Schema) -> Schema:
    """A box is four numbers, a clip five, and what a model always names is never null: all of it saves what servers count."""
    properties = node.get("properties", {})
    if tuple(properties) in (SIDES, CLIP):
        words = f"{', '.join(properties)} in % of the canvas, from its left upper corner"
        return {"type": "array", "items": {"type": "number"}, "description": words}
    always = properties if "zoom" in properties else NAMED  # every field of the camera is always written
    named = {name: _without_null(each) if name in always else each for name, each in properties.items()}
    named = {name: _without(each, UNASKED.get(name, ())) for name, each in named.items()}
    return {**node, "properties": named} if named else node


def _without(node: Schema, names: Collection[str]) -> Schema:
    if "anyOf" in node:
        return {**node, "anyOf": [_without(each, names) for each in node["anyOf"]]}
    if not names or "properties" not in node:
        return node
    return {**node, "properties": {name: each for name, each in node["properties"].items() if name not in names}}


def _without_null(node: Schema) -> Schema:
    options = [each for each in node.get("anyOf", ()) if each != NULL]
    return options[0] if len(options) == 1 else node
