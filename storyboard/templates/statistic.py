"""One number that counts up."""

from pydantic import Field

from storyboard.changes import with_changes
from storyboard.layers import Align, Amount, Counter, Shape
from storyboard.motion import Draw
from storyboard.templates import backdrops
from storyboard.templates.accents import arc
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Place
from storyboard.templates.shapes import faint, pen, ring
from storyboard.templates.slots import Affix, Phrase, Sentence, Slots

LOOKS = 3
BEGINS = 0.15
COUNTS = 1.4  # seconds: as long as the renderer counts


class StatisticSlots(Slots):
    value: Amount = Field(description="The number that it counts up to")
    prefix: Affix = Field(default="", description="Such as + or $")
    suffix: Affix = Field(default="", description="Such as % or k")
    label: Phrase = Field(description="What is counted")
    detail: Sentence | None = Field(default=None, description="Where or since when")


def expand(slots: StatisticSlots, layout: LayoutContext) -> Expansion:
    return (_gauge, _burst, _swoosh)[layout.look(LOOKS)](slots, layout)


def _number(
    slots: StatisticSlots, layout: LayoutContext, place: Place, size: float, align: Align, color: str
) -> Counter:
    return Counter.model_validate(
        {
            "type": "counter",
            "id": "number",
            "from": 0,
            "to": slots.value,
            "format": f"{slots.prefix}{{}}{slots.suffix}",
            "size": size,
            "align": align,
            "color": color,
            "box": layout.box(*place),
            "enter": layout.enter("grow", BEGINS, 0.7, "back"),
        }
    )


def _words(column: Column, slots: StatisticSlots, size: float = 46) -> Column:
    column.text("label", slots.label, "heading", size, 3, at=0.5, preset="reveal", stagger="word", weight=700)
    column.gap(14 if slots.detail else 0)
    column.text("detail", slots.detail, "body", 28, 3, at=0.9, preset="rise", color="muted")
    return column


def _gauge(slots: StatisticSlots, layout: LayoutContext) -> Expansion:
    """The number in a ring that fills as it counts."""
    r = 220 if layout.is_wide else 250 if layout.is_tall else 205
    centre = (layout.margin + r, layout.height / 2) if layout.is_wide else (layout.width / 2, layout.height * 0.36)
    x, y = centre
    box = (x - r, y - r, 2 * r, 2 * r)
    part = slots.value / 100 if slots.suffix.strip() == "%" and 0 < slots.value < 100 else 1
    drawn: Layers = [
        ring(layout, "track", centre, r, stroke="ink", thick=20, at=0, lasting=0.1, keyframes=faint(layout, 0.14)),
        _filling(layout, box, part),
        ring(layout, "inner", centre, r * 0.82, stroke="accent3", at=0.6, thick=2, keyframes=faint(layout, 0.5)),
    ]
    number = _number(slots, layout, (x - r * 0.72, y - 80, r * 1.44, 160), 0.52 * r, "center", "ink")
    if layout.is_wide:
        column = _words(Column(layout, x + r + 90, layout.width - layout.margin - x - r - 90), slots, 56)
        return backdrops.dusk(0), [*drawn, number, *column.place(80, layout.height - 80)]
    column = _words(Column(layout, layout.margin, layout.inner, "center"), slots, 50)
    return backdrops.dusk(0), [
        *drawn,
        number,
        *column.place(y + r + 24, layout.height - 30, 0.1 if layout.is_tall else 0.4),
    ]


def _filling(layout: LayoutContext, place: Place, part: float) -> Shape:
    """In step with the number: it begins, slows down and ends as that does."""
    gauge = pen(layout, "gauge", place, arc(part), stroke="accent", thick=20)
    counting = min(COUNTS, max(0.2, layout.duration - layout.at(BEGINS) - 0.4))
    return with_changes(gauge, draw=Draw(at=layout.at(BEGINS) + 0.1, duration=counting, ease="expo"))


def _burst(slots: StatisticSlots, layout: LayoutContext) -> Expansion:
    x, y = layout.width / 2, layout.height * (0.4 if layout.is_tall else 0.46)
    rays = "".join(f"M{a} {b} L{c} {d}" for a, b, c, d in RAYS)
    place = (x - 310, y - 310, 620, 620)
    column = _words(Column(layout, layout.margin, layout.inner, "center"), slots)
    number = _number(slots, layout, (layout.margin, y - 115, layout.inner, 230), 200, "center", "accent2")
    ray = pen(
        layout,
        "rays",
        place,
        rays,
        stroke="accent",
        at=0.35,
        thick=6,
        lasting=1,
        keyframes=faint(layout, 0.75, scale=1.06),
    )
    return backdrops.spot(), [ray, number, *column.place(y + 110, layout.height - 40, 0.1)]


RAYS = [
    (50, 4, 50, 12), (73, 10.2, 69, 17.1), (89.8, 27, 82.9, 31), (10.2, 27, 17.1, 31), (27, 10.2, 31, 17.1),
]  # fmt: skip


def _swoosh(slots: StatisticSlots, layout: LayoutContext) -> Expansion:
    """The number large at the left, on a curve that climbs out of the picture."""
    y = layout.height * (0.3 if layout.is_wide else 0.36)
    wide = (
        0,
        layout.height * (0.1 if layout.is_wide else 0.56),
        layout.width,
        layout.height * (0.8 if layout.is_wide else 0.42),
    )
    climb = "M-2 92 C30 90 48 78 64 52 S90 6 104 -8"
    drawn: Layers = [
        pen(layout, "climb", wide, climb, stroke="accent", at=0.2, thick=10, lasting=1.6),
        pen(
            layout,
            "echo",
            wide,
            "M-2 104 C34 100 54 88 70 62 S94 18 108 4",
            stroke="accent3",
            at=0.35,
            lasting=1.7,
            keyframes=faint(layout, 0.6),
        ),
    ]
    number = _number(slots, layout, (layout.margin, y - 110, layout.inner * 0.8, 220), 190, "left", "ink")
    column = _words(Column(layout, layout.margin, layout.inner * (0.55 if layout.is_wide else 0.86)), slots)
    return backdrops.paper(0), [*drawn, number, *column.place(y + 118, layout.height - 50, 0)]
