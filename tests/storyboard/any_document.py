"""Any valid document: what the schema allows, put so that its parts fit each other. Read beside `Scene` and `Storyboard`."""

from typing import Any, get_args

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from storyboard.groups import Group
from storyboard.layers import AnyLayer
from storyboard.motion import CameraKeyframe
from storyboard.schema import SIZES, Background, Palette, Storyboard, Transition
from tests.storyboard.documents import PALETTE
from tests.storyboard.from_types import part

Json = dict[str, Any]
PALETTES, GROUPS, TRANSITIONS, BACKGROUNDS = (part(model) for model in (Palette, Group, Transition, Background))
CAMERAS = st.lists(part(CameraKeyframe), max_size=3)
LAYERS = st.one_of([part(model) for model in get_args(AnyLayer)])
ASSETS = {
    "cup": {"kind": "image", "src": "asset:00000000-0000-4000-8000-000000000001", "width": 1600, "height": 1000},
    "app": {"kind": "image", "src": "asset:00000000-0000-4000-8000-000000000003", "width": 780, "height": 2600},
}


@st.composite
def any_document(draw: st.DrawFn) -> Storyboard:
    width, height = draw(st.sampled_from(SIZES))
    document: Json = {
        "canvas": {"width": width, "height": height, "fps": draw(st.sampled_from([24, 30, 60]))},
        "style": {"palette": draw(PALETTES | st.just(PALETTE))},
        "assets": ASSETS,
        "scenes": [draw(_scene(n)) for n in range(draw(st.integers(1, 2)))],
    }
    return Storyboard.model_validate(document)


@st.composite
def _scene(draw: st.DrawFn, number: int) -> Json:
    duration = draw(st.floats(0.5, 6))
    groups = draw(st.lists(GROUPS, max_size=2))
    layers = draw(st.lists(LAYERS, max_size=6))
    transition = draw(TRANSITIONS)
    scene: Json = {
        "id": f"scene-{number}",
        "name": f"Scene {number}",
        "duration": duration,
        "background": draw(BACKGROUNDS),
        "transition": transition | {"duration": draw(st.floats(0, duration * 0.9)) % 2},
        "layers": [_moving(layer, f"layer-{i}", duration) for i, layer in enumerate(layers)],
        "groups": [_moving(group, f"group-{i}", duration) for i, group in enumerate(groups)],
        "camera": _in_order(draw(CAMERAS)),
    }
    for layer in scene["layers"]:
        layer["group"] = draw(st.sampled_from([None, *(group["id"] for group in scene["groups"])]))
        _fits(layer, draw)
    return scene


def _moving(part: Json, part_id: str, duration: float) -> Json:
    enter = part.get("enter")
    late = enter and enter.get("at", 0) >= duration - 0.002
    part["keyframes"] = _in_order(part.get("keyframes", []))
    return {**part, "id": part_id, **({"enter": {**enter, "at": 0}} if late else {})}


def _in_order(keyframes: list[Json]) -> list[Json]:
    return [by_time for _, by_time in sorted({round(each["t"], 3): each for each in keyframes}.items())]


def _fits(layer: Json, draw: st.DrawFn) -> None:
    if layer["type"] in ("image", "device"):
        layer["asset_id"] = draw(st.sampled_from(list(ASSETS)))
    if layer["type"] == "shape":
        layer["d"] = (layer.get("d") or "M0 0L9 9") if layer["shape"] == "path" else None
    if layer["type"] == "chart" and len(layer.get("labels", [])) != len(layer["data"]):
        layer["labels"] = []


def documents(count: int) -> list[Storyboard]:
    """So many different ones, the same each time."""
    made: list[Storyboard] = []

    @settings(
        derandomize=True,
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(any_document())
    def collect(document: Storyboard) -> None:
        made.append(document)

    collect()
    return made[:count]
