"""The scene agent's answer, layer by layer, in the one shape that is checked: that of a scene in the document.

It is asked for with the kind as the key of a layer's content, see docs/decisions/0034. Models that are not held to a schema also
write the document's own shape (`type` beside the rest), the kind as a key of the layer, an object as a string, and blanks.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from orchestrator.llm.arguments.type_fitting import fit_types
from orchestrator.tools.optional_fields import decode_json, without_blanks
from orchestrator.tools.scene_agent.layers_form import CLIP, CONTENT, GROUP, MEMBERS, OURS, SIDES
from orchestrator.tools.scene_agent.template_answer import lift, unwrap_call
from storyboard.groups import Group
from storyboard.layers import AnyLayer
from storyboard.schema import Scene

# Fields that only one kind of layer has, for layers without a kind.
_KIND_OF_FIELD = (
    ("text", "text"),
    ("asset_id", "image"),
    ("shape", "shape"),
    ("d", "shape"),
    ("data", "chart"),
    ("to", "counter"),
)


def to_scene(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a scene that a model chooses, in the form of the document; not yet validated."""
    known = lift(unwrap_call(answer), "scene")
    scene = {name: without_blanks(decode_json(value)) for name, value in known.items() if name in _MODEL_FIELDS}
    scene = {name: value for name, value in scene.items() if value not in (None, "")}
    if isinstance(scene.get("layers"), list):
        layers, groups = _separate_groups(_assign_ids([_layer(each) for each in scene["layers"]]))
        scene = {**scene, "layers": layers, **({"groups": groups} if groups else {})}
    return scene


_MODEL_FIELDS = Scene.model_fields.keys() - OURS


def _layer(written: Any) -> Any:
    written = decode_json(written)
    if not isinstance(written, dict):
        return written
    layer = _flatten_content({**written, **_dict(written.get(CONTENT))})
    layer.pop(CONTENT, None)
    for name, parts in (("box", SIDES), ("clip", CLIP)):
        if isinstance(numbers := layer.get(name), list) and len(SIDES) <= len(numbers) <= len(parts):
            layer[name] = dict(zip(parts, numbers, strict=False))
    if isinstance(frames := layer.get("keyframes"), list):
        layer["keyframes"] = sorted(frames, key=_time)
    kind = _layer_schemas().get(str(layer.get("type")))
    return json.loads(fit_types(json.dumps(layer), kind)) if kind else layer


def _flatten_content(layer: dict[str, Any]) -> dict[str, Any]:
    """`type` and what belongs to that kind, beside the rest. Empty content of another kind is ignored."""
    keyed = {
        name: decode_json(layer[name]) for name in _layer_schemas() if isinstance(decode_json(layer.get(name)), dict)
    }
    for name in keyed:
        del layer[name]
    kind = next((name for name in keyed if keyed[name]), None)
    if kind:
        return {**layer, "type": kind, **keyed[kind]}
    if "type" not in layer:
        kind = next((name for field, name in _KIND_OF_FIELD if field in layer), None)
        return {**layer, "type": kind} if kind else layer
    return layer


def _assign_ids(layers: list[Any]) -> list[Any]:
    """Each layer gets a valid, unique id: one that a model uses twice, or omits, gets a number."""
    taken: set[str] = set()
    named = []
    for number, layer in enumerate(layers, start=1):
        if isinstance(layer, dict):
            layer = {**layer, "id": _make_unique(_as_id(layer.get("id", "")) or f"layer-{number}", taken)}
            taken.add(layer["id"])
        named.append(layer)
    return named


def _separate_groups(layers: list[Any]) -> tuple[list[Any], list[Any]]:
    """The layers, each with the id of the group that holds it, and the groups."""
    groups = [each for each in layers if isinstance(each, dict) and each.get("type") == GROUP]
    group_of = {_as_id(name): group["id"] for group in groups for name in _list(group.get(MEMBERS))}
    rest = [each for each in layers if each not in groups]
    rest = [
        {**each, GROUP: group_of[each["id"]]} if isinstance(each, dict) and each["id"] in group_of else each
        for each in rest
    ]
    return rest, [{name: value for name, value in each.items() if name not in ("type", MEMBERS)} for each in groups]


def _as_id(name: Any) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(name).lower()).strip("-")[:36]


def _list(value: Any) -> list[Any]:
    decoded = decode_json(value)
    return decoded if isinstance(decoded, list) else []


def _make_unique(wanted: str, taken: set[str]) -> str:
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(each for each in numbered if each not in taken)


def _dict(value: Any) -> dict[str, Any]:
    decoded = decode_json(value)
    return decoded if isinstance(decoded, dict) else {}


def _time(frame: Any) -> float:
    time = frame.get("t") if isinstance(frame, dict) else None
    return float(time) if isinstance(time, int | float) else 0.0


@cache
def _layer_schemas() -> dict[str, dict[str, Any]]:
    """The schema of each kind of layer."""
    kinds = get_args(AnyLayer)
    schemas = {get_args(kind.model_fields["type"].annotation)[0]: kind.model_json_schema() for kind in kinds}
    return {**schemas, GROUP: Group.model_json_schema()}
