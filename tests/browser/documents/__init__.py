"""Storyboards for the tests: examples to look at (the JSON beside this), all kinds of layers at once, and hostile ones."""

import copy
from collections.abc import Iterator
from typing import get_args

from storyboard.formats import FORMATS
from storyboard.motion import Ease, Preset

PALETTE = {
    "bg": "#101418",
    "surface": "#1b222a",
    "ink": "#f4f6f8",
    "muted": "#9fb0c0",
    "accent": "#4c8dff",
    "accent2": "#ff8a4c",
    "accent3": "#3ecf8e",
}
PICTURE = {
    "kind": "image",
    "src": "asset:00000000-0000-4000-8000-000000000001",
    "alt": "A cup",
    "width": 1600,
    "height": 1000,
}
PRESETS, EASES = get_args(Preset), get_args(Ease)
SAID = {"text", "name", "alt", "labels", "format", "address"}
CHOSEN = {
    "id",
    "src",
    "asset_id",
    "color",
    "colors",
    "fill",
    "stroke",
    "d",
    "preset",
    "ease",
    "role",
    "stagger",
    "align",
    "group",
    "kind",
}
HOSTILE = [
    "<script>pwned()</script>",
    '"><img src=https://evil.example onerror=pwned()>',
    "</text><foreignObject><iframe src=https://evil.example></iframe></foreignObject>",
    "url(https://evil.example/x) url(#a) javascript:pwned()",
    "{{ x }} ${pwned()} &lt;b&gt; &#106;avascript:pwned()",
    "\u202e\u2066abc\u200b\x00\x1b]0;x\x07",
    "__proto__",
]


def layers_of_every_kind(format: str, text: str = "Every preset", stays: bool = False) -> dict:
    """A scene of two seconds for each preset; in each a text of every role and stagger, and every other kind of layer."""
    canvas = {"width": FORMATS[format].width, "height": FORMATS[format].height, "fps": 30}
    scenes = [scene(i, preset, text, stays) for i, preset in enumerate(PRESETS)]
    return {"canvas": canvas, "style": {"palette": PALETTE}, "assets": {"cup": PICTURE}, "scenes": scenes}


def scene(index: int, preset: str, text: str, stays: bool) -> dict:
    ease = EASES[index % len(EASES)]
    moves = {
        "enter": {"preset": preset, "at": 0.1, "duration": 0.6, "ease": ease},
        "exit": None if stays else {"preset": preset, "duration": 0.3},
        "keyframes": [
            {"t": 0.8, "dx": 0, "scale": 1},
            {"t": 1.1, "opacity": 0.9, "ease": ease},
            {"t": 1.4, "dx": 0, "rotate": 0},
        ],
    }
    staggers, roles = ["none", "char", "word", "line"], ["heading", "body", "label"]
    texts = [
        {
            "type": "text",
            "text": text,
            "role": roles[i % 3],
            "stagger": stagger,
            "align": ["left", "center", "right"][i % 3],
        }
        | {"box": {"x": 0 if i % 2 else 70, "y": 20 * i, "w": 30 + 10 * (i % 2), "h": 20}}
        for i, stagger in enumerate(staggers)
    ]
    box = {"x": 10, "y": 30, "w": 40, "h": 40}
    others = [
        {
            "type": "image",
            "asset_id": "cup",
            "fit": ["cover", "contain"][index % 2],
            "radius": 8 * (index % 3),
            "ken_burns": 0.2,
        },
        {"type": "shape", "shape": "rect", "fill": "surface", "stroke": "accent", "radius": 20, "draw": {}},
        {"type": "shape", "shape": "ellipse", "glass": True},
        {"type": "shape", "shape": "path", "stroke": "ink", "fill": "#ff0000", "draw": {"at": 0}}
        | {
            "d": "M0 0 L50 50 H90 V10 C1 2 3 4 5 6 S9 9 20 20 Q10 10 5 5 T40 40 A20 30 20 1 0 60 60 a5 5 0 014 4 Z m1 1 l2-3"
        },
        *(
            {"type": "chart", "kind": kind, "data": [0, 3.5, 2, 8], "labels": [text[:24]] * 4}
            for kind in ("bar", "line", "donut")
        ),
        *(
            {"type": "device", "kind": kind, "asset_id": "cup", "scroll": {"to": 1, "at": 0}, "address": text[:60]}
            for kind in ("phone", "tablet", "laptop", "browser")
        ),
        {"type": "icon", "name": "heart", "draw": {}},
        {"type": "counter", "from": -5, "to": 1234567.89, "format": "+{} kg", "align": "right"},
    ]
    layers = [{"id": f"layer-{i}", "box": box, **moves, **layer} for i, layer in enumerate(others + texts)]
    kinds = ["solid", "linear", "radial", "mesh"]
    background = {"type": kinds[index % 4], "colors": ["bg", "accent", "#2a0a4a"], "drift": 1, "vignette": 0.4}
    background["pattern"] = ["none", "grid", "dots"][index % 3]
    return {"id": f"scene-{index}", "name": preset, "duration": 2, "background": background, "layers": layers}


def hostile(document: dict) -> Iterator[dict]:
    """The document with a hostile string in every place that holds a string, as if no schema had stood before."""
    for words in HOSTILE:
        for ids in (False, True):
            yield poisoned(copy.deepcopy(document), words, ids)


def poisoned(value: object, words: str, ids: bool, name: str = "") -> object:
    """`ids`: what names and chooses (ids, kinds, colours, sources) is poisoned, else what is said."""
    places = CHOSEN if ids else SAID
    if isinstance(value, dict):
        return {key: poisoned(each, words, ids, key) for key, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, words, ids, name) for each in value]
    return words if isinstance(value, str) and name in places else value
