"""What lies off the canvas, on other words, or behind something."""

from collections.abc import Iterator
from itertools import combinations

from storyboard.checks.layout import Layout, Placed
from storyboard.layers import Image, Shape

CUT = 0.97  # of words that must be on the canvas
OVERLAP = 0.08  # of the smaller of two texts
COVERED = 0.7
OPAQUE = 0.9


def off_canvas(layout: Layout) -> Iterator[str]:
    """Texts that are cut while they do not move, and layers that are never on the canvas."""
    for placed in layout.layers:
        name, is_text = placed.layer.id, placed in layout.words
        at_rest = [placed.rect(t).overlap_ratio(layout.canvas) for t in layout.settled_times(placed)]
        visible = [placed.rect(t).overlap_ratio(layout.canvas) for t in layout.times if placed.presence(t) != "absent"]
        misses = sum(each < CUT for each in at_rest)
        if (
            is_text and misses >= 2 and not (layout.scene.camera and misses < len(at_rest))
        ):  # a camera may come to it later
            yield f"“{name}” reaches beyond the canvas: move its box and its keyframes inside, or make it smaller."
        elif visible and not any(visible):
            yield f"“{name}” is never on the canvas: bring it in by keyframes, or leave it out."


def overlaps(layout: Layout) -> Iterator[str]:
    for one, other in combinations(layout.words, 2):
        at = next((t for t in layout.times if _both(one, other, t) and _overlap(one, other, t) > OVERLAP), None)
        if at is not None:
            yield f"“{one.layer.id}” and “{other.layer.id}” lie on each other at {at:g} s: move one, or show one after the other."


def hidden(layout: Layout) -> Iterator[str]:
    for index, placed in enumerate(layout.layers):
        if placed not in layout.words:
            continue
        times = [t for t in layout.times if placed.presence(t) != "absent"]
        above = [each for each in layout.layers[index + 1 :] if covers(each)]
        over = next((each for each in above if times and all(_is_behind(placed, each, t) for t in times)), None)
        if over:
            yield f"“{placed.layer.id}” is hidden behind “{over.layer.id}”: put it after “{over.layer.id}” in layers."


def covers(placed: Placed) -> bool:
    """Whether the layer is opaque."""
    layer = placed.layer
    if isinstance(layer, Image):
        return True
    return (
        isinstance(layer, Shape)
        and (layer.fill or layer.gradient) is not None
        and not layer.glass
        and layer.shape != "path"
    )


def _both(one: Placed, other: Placed, t: float) -> bool:
    return one.presence(t) == other.presence(t) == "settled"


def _overlap(one: Placed, other: Placed, t: float) -> float:
    a, b = one.rect(t), other.rect(t)
    return a.overlap_ratio(b) if a.area <= b.area else b.overlap_ratio(a)


def _is_behind(placed: Placed, cover: Placed, t: float) -> bool:
    is_there = cover.presence(t) != "absent" and cover.opacity(t) >= OPAQUE
    return is_there and placed.rect(t).overlap_ratio(cover.rect(t)) >= COVERED
