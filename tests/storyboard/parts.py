"""A scene with everything that version 2 brought: a group with a clip, a camera, an icon, devices, a gradient, a loop."""

from typing import Any

Json = dict[str, Any]


def a_rich_scene() -> Json:
    """Lasts 4 seconds; its asset is that of `a_document`."""
    box = {"x": 30, "y": 10, "w": 20, "h": 70}
    spin = [{"t": 0, "rotate": 0}, {"t": 1, "rotate": 360, "ease": "linear"}]
    sky = {"type": "linear", "colors": ["accent", "#ffffff", "accent2"], "angle": 45}
    text = {"type": "text", "text": "Now in your pocket", "italic": True, "line_height": 1.5, "box": box}
    device = {"type": "device", "kind": "phone", "asset_id": "beans", "scroll": {"to": 0.8, "at": 1, "duration": 2}}
    enter = {"preset": "rise", "at": 0.2}
    return {
        "id": "rich",
        "name": "Rich",
        "duration": 4,
        "background": {"type": "solid", "colors": ["bg"]},
        "layers": [
            {
                "id": "sun",
                "type": "shape",
                "shape": "ellipse",
                "fill": "accent",
                "gradient": sky,
                "box": box | {"x": -40},
            },
            {"id": "said", "group": "card", **text},
            {"id": "phone", **device, "box": box},
            {"id": "star", "type": "icon", "name": "star", "box": box, "keyframes": spin, "loop": True, "draw": True},
            {
                "id": "shot",
                "type": "image",
                "asset_id": "beans",
                "box": box,
                "group": "card",
                "clip": box | {"radius": 12},
            },
        ],
        "groups": [{"id": "card", "box": box, "enter": enter, "keyframes": spin, "clip": {**box, "radius": 30}}],
        "camera": [{"t": 0, "zoom": 1}, {"t": 4, "dx": 10, "dy": -5, "zoom": 1.6, "rotate": 4}],
    }
