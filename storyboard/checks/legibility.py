"""Illegible texts: too small, too long for their box, or with too little contrast."""

from collections.abc import Iterator

from storyboard.checks.layout import SHORT_SIDE, Layout, Placed
from storyboard.checks.placement import covers
from storyboard.colours import contrast, mix
from storyboard.layers import Counter, Device, Shape, Text
from storyboard.schema import Background, Palette

SMALLEST, SMALLEST_LABEL = 0.032, 0.029  # of the short side: on a phone
LABEL = 14  # characters: words in a button or a card
SHRUNK = 0.7  # of the size that was asked for
LARGE, LARGE_BOLD, DISPLAY = 24, 19, 80  # units
BOLD = 700
UNDER = 0.6  # of the words lie on it
CALM = 5.1  # contrast of a gradient to the ink, to which the renderer moves it


def cut(layout: Layout) -> Iterator[str]:
    for placed in layout.words:
        drawn = placed.drawn
        if drawn and isinstance(placed.layer, Text) and (drawn.breaks_words or drawn.size < drawn.wanted * SHRUNK):
            yield (
                f"“{placed.layer.id}” does not fit in its box at size {drawn.wanted:g} and is drawn at {drawn.size:.0f}: "
                "make the box larger or the words fewer."
            )


def too_small(layout: Layout) -> Iterator[str]:
    for placed in layout.words:
        times = list(layout.settled_times(placed))
        if placed.drawn is None or not times:
            continue
        size = placed.drawn.size * max(placed.scale(t) for t in times)
        least = (SMALLEST_LABEL if _is_label(placed) else SMALLEST) * SHORT_SIDE
        if size < least - 0.05:
            yield f"“{placed.layer.id}” is too small for a phone: drawn at size {size:.0f}, at least {least:.0f} is read."


def low_contrast(layout: Layout, palette: Palette) -> Iterator[str]:
    """Checks colours by value only: the renderer makes palette tokens legible."""
    for index, placed in enumerate(layout.layers):
        layer = placed.layer
        if not isinstance(layer, Text | Counter) or not (layer.color or "").startswith("#"):
            continue
        times = list(layout.settled_times(placed))
        if not times or placed.drawn is None:
            continue
        grounds = _colours_under(layout, index, times[-1], palette)
        worst = min((contrast(str(layer.color), each) for each in grounds), default=21.0)
        wanted = _needed_contrast(
            placed.drawn.size, layer.weight or (800 if getattr(layer, "role", "") == "heading" else 500)
        )
        if worst < wanted:
            yield (
                f"“{layer.id}” can hardly be read: {layer.color} on {grounds[0]} has a contrast of {worst:.1f}, "
                f"{wanted:g} is needed: take another colour, or ink, which is always legible."
            )


def _is_label(placed: Placed) -> bool:
    layer = placed.layer
    return isinstance(layer, Text) and (layer.role == "label" or len(layer.text) <= LABEL)


def _needed_contrast(size: float, weight: int) -> float:
    """The ratio that WCAG 2 asks for; the boldest display sizes need less."""
    if size >= DISPLAY and weight >= BOLD:
        return 2.5
    return 3 if size >= LARGE or (size >= LARGE_BOLD and weight >= BOLD) else 4.5


def _colours_under(layout: Layout, index: int, t: float, palette: Palette) -> list[str]:
    """The colours behind a text; [] if there is a picture."""
    words = layout.layers[index].rect(t)
    for below in reversed(layout.layers[:index]):
        is_there = below.presence(t) == "settled" and below.opacity(t) >= UNDER
        if (
            is_there
            and (covers(below) or isinstance(below.layer, Device))
            and words.overlap_ratio(below.rect(t)) >= UNDER
        ):
            return _fills(below, palette)
    return _background_colours(layout.scene.background, palette)


def _fills(below: Placed, palette: Palette) -> list[str]:
    layer = below.layer
    if not isinstance(layer, Shape):
        return []
    colours = layer.gradient.colors if layer.gradient else (str(layer.fill),)
    return [_value(each, palette) for each in colours]


def _background_colours(background: Background, palette: Palette) -> list[str]:
    """The colours of a background as drawn: the renderer moves gradients away from the ink, and the lights of a mesh are weak."""
    colours = [_value(each, palette) for each in background.colors]
    if background.type == "solid" or background.type == "mesh":
        return colours[:1]
    ink = max((palette.ink, palette.bg), key=lambda each: min(contrast(each, colour) for colour in colours))
    far = "#000000" if contrast(ink, "#000000") > contrast(ink, "#ffffff") else "#ffffff"
    return [_calm(each, ink, far) for each in colours]


def _calm(colour: str, ink: str, far: str) -> str:
    steps = (mix(colour, far, step * 0.03) for step in range(34))
    return next((each for each in steps if contrast(each, ink) >= CALM), far)


def _value(colour: str, palette: Palette) -> str:
    return colour if colour.startswith("#") else str(getattr(palette, colour))
