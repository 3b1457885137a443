"""A person's words as a scene: large, in motion, in one of four layouts that follow each other."""

import re
from typing import Any

from orchestrator.llm.demo.splitting import graphemes

Json = dict[str, Any]

# A number with what belongs to it, alone in its sentence; no year, time, date or part of a link.
_FIGURE = re.compile(
    r"(?<![\w.,:/#@-])(?P<before>[€$£¥+-]?)(?P<number>\d{1,3}(?:,\d{3})+|\d{1,3})(?P<after>\s?[%€]|[kKx+])?(?![\w/:@]|[.,:-]\d|\.\s?\w)"
)
_SIZES = ((14, 170), (28, 124), (50, 96), (90, 74))
_SMALLEST = 58
_TRANSITIONS = (("slide", "left"), ("circle", "left"), ("wipe", "right"), ("zoom", "left"))


def lay_out(words: str, number: int, format: str, seconds: float) -> Json:
    """`number` of the scene, from 1, chooses the layout. The first one stands from its first frame on."""
    background, look, ornaments = _LAYOUTS[(number - 1) % len(_LAYOUTS)](format == "landscape", seconds)
    kind, direction = _TRANSITIONS[number % len(_TRANSITIONS)]
    transition: Json = {"type": kind, "duration": 0.5, "direction": direction}
    if number == 1:
        transition = {"type": "none", "duration": 0, "direction": "left"}
    figures = list(_FIGURE.finditer(words))
    texts = _figure(words, figures[0], look, seconds) if len(figures) == 1 else [_text("words", words, look, seconds)]
    if number == 1:
        texts = [{name: value for name, value in text.items() if name != "enter"} for text in texts]
    return {"background": background, "transition": transition, "layers": [*ornaments, *texts]}


def _figure(words: str, found: re.Match[str], look: Json, seconds: float) -> list[Json]:
    """The words before it, the number large, the words behind it."""
    before, after = words[: found.start()].strip(), words[found.end() :].strip()
    signs = [text if not any(map(str.isalnum, text)) else "" for text in (before, after)]  # go with the number
    box = look["box"]
    figure: Json = {
        "type": "counter",
        "id": "figure",
        "box": box | {"y": 30, "h": 36},
        "from": 0,
        "to": int(found["number"].replace(",", "")),
        "format": f"{signs[0]}{found['before']}{{}}{found['after'] or ''}{signs[1]}",
        "size": 250,
        "weight": 900,
        "align": look["align"],
        "color": look["figure"],
        "enter": {"preset": "zoom", "at": 0.1, "duration": 0.5, "ease": "expo"},
    }
    parts = [("before", before, 12, 18, 0.05), ("after", after, 66, 22, 0.5)]
    around = [
        _text(id, text, look | {"box": box | {"y": y, "h": h}}, seconds, at) | {"size": 58}
        for id, text, y, h, at in parts
        if text not in signs
    ]
    return [figure, *around]


def _text(id: str, words: str, look: Json, seconds: float, at: float = 0.1) -> Json:
    count = len(graphemes(words))
    return {
        "type": "text",
        "id": id,
        "box": look["box"],
        "text": words,
        "role": "heading",
        "size": next((size for most, size in _SIZES if count <= most), _SMALLEST),
        "weight": 800,
        "align": look["align"],
        "color": look["color"],
        "stagger": "word",
        "enter": {"preset": look["preset"], "at": at, "duration": min(0.7, seconds / 3), "ease": "expo"},
        "keyframes": [{"t": 0, "scale": 1, "ease": "linear"}, {"t": seconds, "scale": 1.05, "ease": "linear"}],
    }


def _shape(id: str, box: tuple[float, float, float, float], seconds: float, turn: Json, **look: Any) -> Json:
    """It moves as long as the scene lasts."""
    x, y, w, h = box
    frames = [
        {"t": 0, "ease": "inOut"} | {name: 0 for name in turn if name != "scale"},
        {"t": seconds, "ease": "inOut"} | turn,
    ]
    return {"type": "shape", "id": id, "box": {"x": x, "y": y, "w": w, "h": h}, "keyframes": frames, **look}


def _left(wide: bool, seconds: float) -> tuple[Json, Json, list[Json]]:
    background = {
        "type": "mesh",
        "colors": ["bg", "accent", "accent2"],
        "drift": 1.4,
        "pattern": "dots",
        "vignette": 0.4,
    }
    look = {
        "box": {"x": 7, "y": 16, "w": 80, "h": 66},
        "align": "left",
        "color": "ink",
        "figure": "accent3",
        "preset": "reveal",
    }
    bar = _shape("bar", (7, 88, 12, 1.4), seconds, {"dx": 64}, shape="rect", fill="accent3", radius=8)
    return background, look, [bar]


def _centre(wide: bool, seconds: float) -> tuple[Json, Json, list[Json]]:
    background = {"type": "solid", "colors": ["accent"], "drift": 0, "pattern": "none", "vignette": 0.1}
    look = {
        "box": {"x": 9, "y": 16, "w": 82, "h": 68},
        "align": "center",
        "color": "bg",
        "figure": "bg",
        "preset": "pop",
    }
    ring = (27, 9, 46, 82) if wide else (4, 24, 92, 52)
    rings = [_shape("ring", ring, seconds, {"scale": 1.3}, shape="ellipse", stroke="accent2", stroke_width=10)]
    return background, look, rings


def _below(wide: bool, seconds: float) -> tuple[Json, Json, list[Json]]:
    background = {"type": "radial", "colors": ["surface", "bg"], "drift": 1, "pattern": "grid", "vignette": 0.4}
    look = {
        "box": {"x": 7, "y": 22, "w": 86, "h": 70},
        "align": "left",
        "color": "ink",
        "figure": "accent2",
        "preset": "rise",
    }
    side = (84, 6, 10, 17.8) if wide else (74, 5, 18, 10.1)
    sun = _shape("sun", side, seconds, {"dx": -70, "dy": 3}, shape="ellipse", fill="accent2")
    return background, look, [sun]


def _card(wide: bool, seconds: float) -> tuple[Json, Json, list[Json]]:
    background = {"type": "linear", "colors": ["accent2", "accent3"], "drift": 1, "pattern": "none", "vignette": 0.1}
    look = {
        "box": {"x": 13, "y": 18, "w": 74, "h": 64},
        "align": "center",
        "color": "ink",
        "figure": "accent",
        "preset": "blur",
    }
    card = _shape("card", (7, 9, 86, 82), seconds, {"scale": 1.02}, shape="rect", fill="surface", radius=36)
    line = _shape("line", (42, 85, 16, 1.2), seconds, {"scale": 1.6}, shape="rect", fill="accent", radius=8)
    return background, look, [card, line]


_LAYOUTS = (_left, _centre, _below, _card)
