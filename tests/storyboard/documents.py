"""Documents to begin with: as JSON, whole enough that each part can be broken, and small ones by the names of their scenes."""

import re
from typing import Any

from storyboard.schema import Storyboard

ASSET = "asset:0a1b2c3d-0000-4000-8000-00000000000a"
PALETTE = {
    "bg": "#1a1210",
    "surface": "#2a1d19",
    "ink": "#fdf6ee",
    "muted": "#c9b8a8",
    "accent": "#ffb45c",
    "accent2": "#e4572e",
    "accent3": "#8fb996",
}


def a_scene(scene_id: str = "logo", name: str = "Logo", duration: float = 4) -> dict[str, Any]:
    return {
        "id": scene_id,
        "name": name,
        "duration": duration,
        "background": {"type": "linear", "colors": ["bg", "#2a1d19"]},
        "transition": {"type": "fade", "duration": 0.4},
        "layers": [a_text()],
    }


def a_text() -> dict[str, Any]:
    box = {"x": 8, "y": 30, "w": 84, "h": 30}
    enter = {"preset": "rise", "at": 0.2, "duration": 0.7}
    return {"id": "headline", "type": "text", "text": "Fresh coffee", "role": "heading", "box": box, "enter": enter}


def every_layer() -> list[dict[str, Any]]:
    """One of each type, in this order: text, image, shape, path, chart, counter."""
    box = {"x": 10, "y": 10, "w": 50, "h": 50}
    moves = {"exit": {"preset": "fade", "at": 3}, "keyframes": [{"t": 0, "dx": 0}, {"t": 2, "dx": 5, "scale": 1.2}]}
    line = {"shape": "path", "d": "M0 0L100 100", "stroke": "accent", "draw": {"duration": 1}}
    return [
        a_text(),
        {"id": "picture", "type": "image", "asset_id": "beans", "box": box},
        {"id": "card", "type": "shape", "shape": "rect", "fill": "surface", "box": box, **moves},
        {"id": "line", "type": "shape", "box": box, **line},
        {"id": "chart", "type": "chart", "kind": "bar", "data": [1, 2.5, 3], "labels": ["a", "b", "c"], "box": box},
        {"id": "count", "type": "counter", "from": 0, "to": 98, "format": "+{} %", "box": box},
    ]


def a_document() -> dict[str, Any]:
    """Two scenes; the second has one layer of each type."""
    return {
        "canvas": {"width": 1280, "height": 720, "fps": 30},
        "style": {"palette": dict(PALETTE), "fonts": {"heading": "inter", "body": "inter"}},
        "assets": {"beans": {"kind": "image", "src": ASSET, "alt": "Beans", "width": 800, "height": 600}},
        "scenes": [a_scene(), a_scene("offer", "Offer", 5) | {"layers": every_layer()}],
    }


def video(*names: str) -> Storyboard:
    """A scene of four seconds for each name; its id is the name in small letters, as far as it can be one."""
    ids = [re.sub(r"[^a-z0-9]+", "-", name.lower())[-30:].strip("-") for name in names]
    unique = [each if ids.index(each) == i else f"{each}-{i}" for i, each in enumerate(ids)]
    scenes = [a_scene(*each) for each in zip(unique, names, strict=True)]
    return Storyboard.model_validate(a_document() | {"scenes": scenes})
