"""The name, as a mark: for the first or the last seconds."""

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.accents import corners
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Point
from storyboard.templates.metrics import Role, fit_text
from storyboard.templates.pictures import logo
from storyboard.templates.shapes import faint, pen, rect, ring
from storyboard.templates.slots import Sentence, Slots, Tag
from storyboard.templates.words import Entrance, text_layer
from storyboard.values import Id

LOOKS = 3


class LogoStingSlots(Slots):
    name: Tag = Field(description="The name")
    tagline: Sentence | None = Field(default=None, description="A few words below it")
    asset_id: Id | None = Field(default=None, description="The logo; without one its first letter is the mark")


def expand(slots: LogoStingSlots, layout: LayoutContext) -> Expansion:
    return (_burst, _beside, _underline)[layout.look(LOOKS)](slots, layout)


def _mark(slots: LogoStingSlots, layout: LayoutContext, centre: Point, side: float, fill: str) -> Layers:
    x, y = centre[0] - side / 2, centre[1] - side / 2
    place = (x, y, side, side)
    if slots.asset_id:
        return [logo(layout, slots.asset_id, place, layout.enter("pop", 0.1, 1, "spring"))]
    letter = slots.name.strip()[0].upper()
    entrance: Entrance = ("pop", 0.3, 0.8, "spring")
    initial = text_layer(
        layout, "initial", letter, place, "heading", side * 0.58, entrance, weight=850, align="center", color="bg"
    )
    badge = rect(
        layout,
        "badge",
        (x, y, side, side),
        fill=fill,
        radius=side * 0.27,
        enter=layout.enter("spin", 0.1, 1.1, "spring"),
    )
    return [badge, initial]


def _words(column: Column, slots: LogoStingSlots, size: float) -> Column:
    column.text("name", slots.name, "heading", size, 2, at=0.5, preset="reveal", stagger="char", weight=850)
    column.gap(12 if slots.tagline else 0)
    column.text("tagline", slots.tagline, "body", 30, 2, at=1, preset="fade", color="muted")
    return column


def _burst(slots: LogoStingSlots, layout: LayoutContext) -> Expansion:
    side = 190 * layout.zoom
    column = _words(Column(layout, layout.margin, layout.inner, "center"), slots, 92)
    top = max(90, (layout.height - side * 1.55 - column.height) / 2)
    centre = (layout.width / 2, top + side / 2)
    drawn: Layers = [
        ring(
            layout,
            f"ring-{i + 1}",
            centre,
            side * (0.66 + 0.14 * i),
            stroke=hue,
            at=0.3 + 0.12 * i,
            thick=4 - i,
            keyframes=faint(layout, 0.75 - 0.2 * i, scale=1.06),
        )
        for i, hue in enumerate(("accent3", "accent", "accent2"))
    ]
    mark = _mark(slots, layout, centre, side, "accent2")
    return backdrops.aurora(0), [*drawn, *mark, *column.place(top + side * 1.55, layout.height - 40, 0)]


def _beside(slots: LogoStingSlots, layout: LayoutContext) -> Expansion:
    """Mark and name in one line; one below the other where the canvas is narrow."""
    if not layout.is_wide:
        side, gap = 210 * layout.zoom, 50
        column = _words(Column(layout, layout.margin + 20, layout.inner - 40, "center"), slots, 92)
        top = max(90, (layout.height - side - gap - column.height) / 2)
        centre = (layout.width / 2, top + side / 2)
        below = column.place(top + side + gap, layout.height - 60, 0)
        return backdrops.spot(), [
            *corners(layout, 48, ("accent3", "accent3"), all_four=True),
            *_mark(slots, layout, centre, side, "accent"),
            *below,
        ]
    side, gap = 170.0, 50
    most = layout.inner - side - gap
    seen = max(fit_text(words, role, size, most, 2).width for words, role, size in _text_lines(slots))
    left = max(layout.margin, (layout.width - side - gap - seen) / 2)
    x = left + side + gap
    column = _words(Column(layout, x, layout.width - layout.margin - x), slots, 110)
    mark = _mark(slots, layout, (left + side / 2, layout.height / 2), side, "accent")
    return backdrops.spot(), [
        *corners(layout, 48, ("accent3", "accent3"), all_four=True),
        *mark,
        *column.place(60, layout.height - 60),
    ]


def _text_lines(slots: LogoStingSlots) -> list[tuple[str, Role, float]]:
    name: tuple[str, Role, float] = (slots.name, "heading", 110)
    return [name, (slots.tagline, "body", 30)] if slots.tagline else [name]


def _underline(slots: LogoStingSlots, layout: LayoutContext) -> Expansion:
    """All colour, the name alone, and a stroke of the pen below it."""
    column = Column(layout, layout.margin, layout.inner, "center")
    column.text(
        "name",
        slots.name,
        "heading",
        150 if layout.is_wide else 110,
        2,
        at=0.15,
        preset="pop",
        stagger="char",
        ease="back",
        weight=850,
    )
    column.gap(64)
    column.text("tagline", slots.tagline, "body", 32, 2, at=1, preset="fade")
    layers = column.place(60, layout.height - 60)
    foot = (layout.height - column.height) / 2 + column.parts[0][0]
    w = min(layout.inner, 560)
    stroke = pen(
        layout,
        "stroke",
        ((layout.width - w) / 2, foot - 2, w, 46),
        "M0 46 C24 18 50 6 98 10 C70 22 52 44 44 92 C60 66 78 58 100 62",
        stroke="ink",
        at=0.7,
        thick=8,
    )
    logo = (
        _mark(slots, layout, (layout.width / 2, max(110, layout.height * 0.18)), 150, "accent")
        if slots.asset_id
        else []
    )
    return backdrops.blaze(1), [*logo, *layers, stroke]
