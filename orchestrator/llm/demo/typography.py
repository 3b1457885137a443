"""A person's words as a scene: large, in motion, in one of a few layouts that follow each other."""

import json
import re
from pathlib import Path
from unicodedata import bidirectional

from orchestrator.llm.demo.script import Json
from orchestrator.llm.demo.splitting import graphemes

LAYOUTS: list[Json] = json.loads((Path(__file__).parent / "layouts.json").read_text())
# A number with what belongs to it, alone in its sentence; no year, time, date or part of a link.
_FIGURE = re.compile(
    r"(?<![\w.,:/#@-])(?P<before>[€$£¥+-]?)(?P<number>\d{1,3}(?:,\d{3})+|\d{1,3})(?P<after>\s?[%€]|[kKx+])?"
    r"(?![\w/:@]|[.,:-]\d|\.\s?\w)"
)
_SIZES = ((14, 170), (28, 124), (50, 96), (90, 74))
_SMALLEST = 58


def lay_out(words: str, number: int, seconds: float) -> Json:
    """`number` of the scene, from 1, chooses the layout. The first one stands from its first frame on."""
    layout = LAYOUTS[(number - 1) % len(LAYOUTS)]
    if layout["look"]["align"] == "left" and any(bidirectional(each) in ("R", "AL") for each in words):
        layout = layout | {"look": layout["look"] | {"align": "right"}}  # a script that begins at the right
    figures = list(_FIGURE.finditer(words))
    texts = (
        _figure(words, figures[0], layout, seconds) if len(figures) == 1 else [_text("words", words, layout, seconds)]
    )
    transition = layout["transition"]
    if number == 1:
        transition = {"type": "none", "duration": 0}
        texts = [{name: value for name, value in text.items() if name != "enter"} for text in texts]
    ornaments = [_ornament(each, seconds) for each in layout["ornaments"]]
    return {"background": layout["background"], "transition": transition, "layers": ornaments + texts}


def _figure(words: str, found: re.Match[str], layout: Json, seconds: float) -> list[Json]:
    """The words before it, the number large, the words behind it."""
    before, after = words[: found.start()].strip(), words[found.end() :].strip()
    signs = [text if not any(map(str.isalnum, text)) else "" for text in (before, after)]  # go with the number
    look = layout["look"]
    figure: Json = look | {
        "type": "counter",
        "id": "figure",
        "box": look["box"] | {"y": 30, "h": 36},
        "to": int(found["number"].replace(",", "")),
        "format": f"{signs[0]}{found['before']}{{}}{found['after'] or ''}{signs[1]}",
        "size": 250,
        "weight": 900,
        "color": layout["figure"],
        "enter": {"preset": "zoom", "at": 0.1, "duration": 0.5, "ease": "expo"},
    }
    around = [
        _text(id, text, layout, seconds, at) | {"size": 58, "box": look["box"] | {"y": y, "h": h}}
        for id, text, y, h, at in (("before", before, 12, 18, 0.05), ("after", after, 66, 22, 0.5))
        if text not in signs
    ]
    return [figure, *around]


def _text(id: str, words: str, layout: Json, seconds: float, at: float = 0.1) -> Json:
    count = len(graphemes(words))
    text: Json = layout["look"] | {
        "type": "text",
        "id": id,
        "text": words,
        "role": "heading",
        "size": next((size for most, size in _SIZES if count <= most), _SMALLEST),
        "weight": 800,
        "stagger": "word",
        "enter": {"preset": layout["preset"], "at": at, "duration": min(0.7, seconds / 3), "ease": "expo"},
        "keyframes": [{"t": 0, "scale": 1, "ease": "linear"}, {"t": seconds, "scale": 1.05, "ease": "linear"}],
    }
    return text


def _ornament(written: Json, seconds: float) -> Json:
    """A shape that moves to its other place as long as the scene lasts."""
    shape = {name: value for name, value in written.items() if name != "to"}
    start = {name: 1 if name == "scale" else 0 for name in written["to"]}
    return shape | {"type": "shape", "keyframes": [{"t": 0} | start, {"t": seconds} | written["to"]]}
