"""How it goes, step by step: a line with stations."""

from typing import Annotated

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Place
from storyboard.templates.metrics import common_size
from storyboard.templates.shapes import faint, pen, rect
from storyboard.templates.slots import Phrase, Slots
from storyboard.templates.stations import HUES, explanation, explanation_from_top, start_of, station
from storyboard.templates.words import text_layer

LOOKS = 3


class StepsSlots(Slots):
    title: Phrase = Field(description="What they lead to")
    steps: Annotated[list[Phrase], Field(min_length=2, max_length=5)] = Field(
        description="Two to five words each, in their order"
    )


def expand(slots: StepsSlots, layout: LayoutContext) -> Expansion:
    look = layout.look(LOOKS)
    m = layout.margin
    column = Column(layout, m, layout.inner, "center" if look == 0 and layout.is_wide else "left")
    column.text(
        "title", slots.title, "heading", 60, 1 if layout.is_wide else 2, at=0.05, preset="reveal", stagger="word"
    )
    column.gap(18)
    column.rule("rule", 110, at=0.4)
    top = m * (1.8 if layout.is_tall else 0.8)
    below = top + column.height + 40
    place = (m, below, layout.inner, layout.height - below - m * 0.8)
    steps = (_level, _rising, _tiles)[look](slots, layout, place) if layout.is_wide else _upright(slots, layout, place)
    background = (backdrops.dusk(0), backdrops.paper(0), backdrops.aurora(1))[look]
    return background, [*column.place(top, below, 0), *steps]


def _level(slots: StepsSlots, layout: LayoutContext, place: Place) -> Layers:
    x, y, w, h = place
    room, r = w / len(slots.steps), 58
    line = y + h * 0.38
    size = common_size(slots.steps, "body", 34, room * 0.88, 4)
    run = (x + room / 2, line, w - room, 1)
    layers: Layers = [
        pen(layout, "track", run, "M0 0 H100", stroke="ink", thick=4, lasting=0.1, keyframes=faint(layout, 0.16)),
        pen(layout, "line", run, "M0 0 H100", stroke="accent3", at=0.45, thick=4, lasting=0.24 * len(slots.steps)),
    ]
    for i, words in enumerate(slots.steps):
        middle = x + room * (i + 0.5)
        layers += [
            *station(layout, i, (middle, line), r),
            explanation_from_top(
                layout,
                i,
                words,
                (middle - room * 0.44, line + r + 26, room * 0.88, y + h - line - r - 26),
                size,
                "center",
            ),
        ]
    return layers


def _rising(slots: StepsSlots, layout: LayoutContext, place: Place) -> Layers:
    """Each a little higher than the one before: it leads somewhere."""
    x, y, w, h = place
    count = len(slots.steps)
    gap = 16
    room = (w - gap * (count - 1)) / count
    inside = room - 48
    size = common_size(slots.steps, "body", 32, inside, 4)
    rise = (h - 220) / max(1, count - 1)
    layers: Layers = []
    for i, words in enumerate(slots.steps):
        left, top = x + (room + gap) * i, y + h - 220 - rise * i
        at, hue, spot = start_of(i), HUES[i % 3], (left + 24, top + 24, inside, 70)
        block = (left, top, room, y + h - top)
        layers += [
            rect(layout, f"block-{i + 1}", block, fill="surface", radius=18, enter=layout.enter("rise", at, 0.8)),
            rect(
                layout,
                f"edge-{i + 1}",
                (left, top, room, 8),
                fill=hue,
                enter=layout.enter("wipe", at + 0.2, 0.6),
            ),
            text_layer(
                layout, f"number-{i + 1}", str(i + 1), spot, "heading", 56, ("rise", at + 0.1, 0.8, "expo"), color=hue
            ),
            explanation_from_top(layout, i, words, (left + 24, top + 100, inside, 112), size),
        ]
    return layers


def _tiles(slots: StepsSlots, layout: LayoutContext, place: Place) -> Layers:
    x, y, w, h = place
    count, gap = len(slots.steps), 20
    room = (w - gap * (count - 1)) / count
    tall = min(h, 350)
    y += (h - tall) / 2
    size = common_size(slots.steps, "body", 33, room - 56, 5)
    layers: Layers = []
    for i, words in enumerate(slots.steps):
        left = x + (room + gap) * i
        layers += [
            rect(
                layout,
                f"tile-{i + 1}",
                (left, y, room, tall),
                fill="surface",
                radius=26,
                enter=layout.enter("float", start_of(i), 0.9),
            ),
            *station(layout, i, (left + 66, y + 72), 38),
            explanation_from_top(layout, i, words, (left + 28, y + 136, room - 56, tall - 156), size),
        ]
    return layers


def _upright(slots: StepsSlots, layout: LayoutContext, place: Place) -> Layers:
    x, y, w, h = place
    count = len(slots.steps)
    step = min(h / count, 200)
    y += (h - step * count) * 0.2
    r = min(40 * layout.zoom, step * 0.34)
    size = common_size(slots.steps, "body", 34 * layout.zoom, w - 2 * r - 32, 2)
    line = (x + r, y + step / 2, 1, step * (count - 1))
    layers: Layers = [
        pen(layout, "track", line, "M0 0 V100", stroke="ink", thick=4, lasting=0.1, keyframes=faint(layout, 0.16)),
        pen(layout, "line", line, "M0 0 V100", stroke="accent3", at=0.45, thick=4, lasting=0.24 * count),
    ]
    for i, words in enumerate(slots.steps):
        top, left = y + step * i, x + 2 * r + 32
        layers += [
            *station(layout, i, (x + r, top + step / 2), r),
            explanation(layout, i, words, (left, top + 4, w - 2 * r - 32, step - 8), size),
        ]
    return layers
