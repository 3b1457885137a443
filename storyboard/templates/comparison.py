"""Two sides: before and after, without and with, this and that."""

from typing import Annotated

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Place, Point
from storyboard.templates.metrics import common_size
from storyboard.templates.shapes import disc, pen, rect
from storyboard.templates.slots import Phrase, Slots, Tag
from storyboard.templates.words import text_layer

LOOKS = 2
PAD, MARK = 44, 50  # within a card, and for the mark before a point
CHECK, CROSS = "M18 52 L40 74 L82 28", "M24 24 L76 76 M76 24 L24 76"

Points = Annotated[list[Phrase], Field(min_length=1, max_length=3)]


class ComparisonSlots(Slots):
    title: Phrase | None = Field(default=None, description="What is compared")
    left: Tag = Field(description="The one that loses, or comes before")
    left_points: Points = Field(description="Two to five words each")
    right: Tag = Field(description="The one that wins, or comes after")
    right_points: Points = Field(description="Two to five words each")


def expand(slots: ComparisonSlots, layout: LayoutContext) -> Expansion:
    heading, (x, y, w, h) = _heading(slots, layout)
    gap = 28 if layout.is_wide else 64
    first = (x, y, (w - gap) / 2, h) if layout.is_wide else (x, y, w, (h - gap) / 2)
    second = (x + w - first[2], y, *first[2:]) if layout.is_wide else (x, y + h - first[3], *first[2:])
    room = first[2] - 2 * PAD
    size = common_size([*slots.left_points, *slots.right_points], "body", 32 * layout.zoom, room - MARK, 2)
    large = common_size([slots.left, slots.right], "heading", 40 * layout.zoom, room, 1)
    sides = [
        *_side(layout, "left", slots.left, slots.left_points, first, (large, size)),
        *_side(layout, "right", slots.right, slots.right_points, second, (large, size)),
    ]
    middle = (x + w / 2, y + h / 2)
    background = backdrops.dusk(1) if layout.look(LOOKS) else backdrops.spot()
    return background, [*heading, *sides, *_badge(layout, middle)]


def _heading(slots: ComparisonSlots, layout: LayoutContext) -> tuple[Layers, Place]:
    m = layout.margin
    top, foot = (m * 1.5, m * 1.5) if layout.is_tall else (m * 0.7, m * 0.75)
    if not slots.title:
        return [], (m, top, layout.inner, layout.height - top - foot)
    column = Column(layout, m, layout.inner, "center")
    column.text(
        "title", slots.title, "heading", 54, 2 if layout.is_tall else 1, at=0.05, preset="reveal", stagger="word"
    )
    below = top + column.height + 30
    return column.place(top, below, 0), (m, below, layout.inner, layout.height - below - foot)


def _side(
    layout: LayoutContext, name: str, title: str, points: list[str], place: Place, sizes: tuple[float, float]
) -> Layers:
    x, y, w, h = place
    wins = name == "right"
    at = 0.5 if wins else 0.25
    hue = "accent" if wins else "muted"
    card = rect(
        layout, f"{name}-card", place, fill="surface", stroke=hue if wins else None, thick=4,
        radius=30, enter=layout.enter("right" if wins else "left", at, 0.9),
    )  # fmt: skip
    head, (large, size) = min(66, h * 0.24), sizes
    title_at, ink = (x + PAD, y + h * 0.07, w - 2 * PAD, head), "ink" if wins else "muted"
    layers: Layers = [
        card,
        text_layer(
            layout, f"{name}-title", title, title_at, "heading", large, ("rise", at + 0.2, 0.8, "expo"), color=ink
        ),
    ]
    top, room = y + h * 0.09 + head, h * 0.86 - head
    step = min(112, room / len(points))
    top += (room - step * len(points)) * 0.4
    for i, words in enumerate(points):
        layers += _point(
            layout,
            f"{name}-{i + 1}",
            words,
            (x + PAD, top + step * i, w - 2 * PAD, step),
            size,
            wins,
            at + 0.4 + 0.15 * i,
        )
    return layers


def _point(layout: LayoutContext, id: str, words: str, place: Place, size: float, wins: bool, at: float) -> Layers:
    x, y, w, h = place
    mark, hue = (CHECK, "accent3") if wins else (CROSS, "muted")
    side = min(30, h * 0.6)
    beside = (x + MARK, y + 2, w - MARK, h - 4)
    return [
        pen(layout, f"{id}-mark", (x, y + (h - side) / 2, side, side), mark, stroke=hue, at=at, thick=5, lasting=0.5),
        text_layer(layout, id, words, beside, "body", size, ("fade", at, 0.6, "out"), color="ink" if wins else "muted"),
    ]


def _badge(layout: LayoutContext, middle: Point) -> Layers:
    x, y = middle
    arrow = "M14 50 H86 M58 24 L86 50 L58 76" if layout.is_wide else "M50 14 V86 M24 58 L50 86 L76 58"
    r = 36 if layout.is_wide else 30
    return [
        disc(layout, "badge", middle, r, fill="accent2", enter=layout.enter("pop", 0.8, 0.7, "spring")),
        pen(layout, "arrow", (x - 17, y - 17, 34, 34), arrow, stroke="bg", at=1, thick=5, lasting=0.5),
    ]
