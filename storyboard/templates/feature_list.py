"""Two to five things worth saying, one after the other."""

from typing import Annotated

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.layout_context import Expansion, LayoutContext
from storyboard.templates.listing import heading, point, rows
from storyboard.templates.metrics import common_size
from storyboard.templates.shapes import disc, pen, rect
from storyboard.templates.slots import Phrase, Slots
from storyboard.templates.stations import HUES
from storyboard.templates.words import Entrance, text_layer

LOOKS = 3
CHECK = "M24 52 L43 70 L77 32"


class FeatureListSlots(Slots):
    title: Phrase = Field(description="What the features have in common")
    features: Annotated[list[Phrase], Field(min_length=2, max_length=5)] = Field(description="Two to six words each")


def expand(slots: FeatureListSlots, layout: LayoutContext) -> Expansion:
    return (_cards, _grid, _lines)[layout.look(LOOKS)](slots, layout)


def _cards(slots: FeatureListSlots, layout: LayoutContext) -> Expansion:
    layers, place = heading(slots.title, layout)
    tops, step = rows(layout, place, len(slots.features), 200 if layout.is_tall else 140)
    x, _, w, _ = place
    h = step - 16
    r = min(30 * layout.zoom, h * 0.32)
    left = x + 56 + 2 * r
    size = common_size(slots.features, "body", 33 * layout.zoom, x + w - left - 28, 2)
    for i, (words, top) in enumerate(zip(slots.features, tops, strict=True)):
        at = 0.4 + 0.16 * i
        centre = (x + 28 + r, top + h / 2)
        tick = (centre[0] - r, centre[1] - r, 2 * r, 2 * r)
        layers += [
            rect(
                layout, f"card-{i + 1}", (x, top, w, h), fill="surface", radius=22, enter=layout.enter("right", at, 0.8)
            ),
            disc(
                layout, f"dot-{i + 1}", centre, r, fill=HUES[i % 3], enter=layout.enter("pop", at + 0.15, 0.7, "spring")
            ),
            pen(layout, f"tick-{i + 1}", tick, CHECK, stroke="bg", at=at + 0.35, thick=r * 0.17, lasting=0.5),
            point(layout, i, words, (left, top + 6, x + w - left - 28, h - 12), at + 0.2, size),
        ]
    return backdrops.dusk(0), layers


def _grid(slots: FeatureListSlots, layout: LayoutContext) -> Expansion:
    """Tiles, each with its number; where there is no room for two beside each other, rows."""
    layers, (x, y, w, h) = heading(slots.title, layout)
    count, gap = len(slots.features), 18
    across = 1 if count < 3 and not layout.is_wide else 2
    down = -(-count // across)
    tall = min((h - gap * (down - 1)) / down, 290 if layout.is_tall else 250)
    y += (h - tall * down - gap * (down - 1)) * (0.25 if layout.is_tall else 0.5)
    pad = min(28, tall * 0.14)
    size = common_size(
        slots.features, "body", 30 * layout.zoom, (w - gap) / 2 - 2 * pad if across == 2 else w - 2 * pad, 3
    )
    for i, words in enumerate(slots.features):
        is_last_alone = across == 2 and i == count - 1 and count % 2 == 1
        wide = w if is_last_alone or across == 1 else (w - gap) / 2
        left, top = x + (i % across) * (wide + gap), y + (i // across) * (tall + gap)
        at = 0.35 + 0.15 * i
        place = (left + pad, top + pad, wide - 2 * pad, 30)
        number = text_layer(
            layout,
            f"number-{i + 1}",
            f"{i + 1:02}",
            place,
            "label",
            22,
            ("fade", at + 0.2, 0.5, "out"),
            color=HUES[i % 3],
        )
        layers += [
            rect(
                layout,
                f"tile-{i + 1}",
                (left, top, wide, tall),
                fill="surface",
                radius=24,
                enter=layout.enter("float", at, 0.9),
            ),
            rect(
                layout,
                f"edge-{i + 1}",
                (left + pad, top, 56, 6),
                fill=HUES[i % 3],
                enter=layout.enter("wipe", at + 0.3, 0.5),
            ),
            number,
            point(layout, i, words, (left + pad, top + pad + 32, wide - 2 * pad, tall - 2 * pad - 32), at + 0.25, size),
        ]
    return backdrops.dusk(1), layers


def _lines(slots: FeatureListSlots, layout: LayoutContext) -> Expansion:
    """Large figures and hairlines, as in a magazine."""
    layers, place = heading(slots.title, layout)
    tops, step = rows(layout, place, len(slots.features), 200 if layout.is_tall else 136)
    x, _, w, _ = place
    figure = min(68 * layout.zoom, step * 0.5)
    size = common_size(slots.features, "body", 35 * layout.zoom, w - 92, 2)
    for i, (words, top) in enumerate(zip(slots.features, tops, strict=True)):
        at = 0.35 + 0.17 * i
        spot = (x, top, 76, step)
        entrance: Entrance = ("rise", at, 0.7, "expo")
        number = text_layer(layout, f"number-{i + 1}", str(i + 1), spot, "heading", figure, entrance, color=HUES[i % 3])
        layers += [number, point(layout, i, words, (x + 92, top + 6, w - 92, step - 12), at + 0.12, size)]
        if i:
            layers.append(
                pen(
                    layout,
                    f"hair-{i + 1}",
                    (x, top - 1, w, 1),
                    "M0 0 H100",
                    stroke="muted",
                    at=at,
                    thick=1.5,
                    lasting=0.9,
                )
            )
    return backdrops.paper(1), layers
