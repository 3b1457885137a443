"""What somebody said."""

from typing import Annotated

from pydantic import Field, StringConstraints

from storyboard.layers import AnyLayer
from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext
from storyboard.templates.shapes import faint, rect, ring, solid
from storyboard.templates.slots import HAS_WORDS, Phrase, Slots
from storyboard.values import Words

LOOKS = 3
MARK = (
    "M42 10 C18 20 2 42 2 68 A20 20 0 1 0 22 50 C21 34 29 24 46 18 Z "
    "M96 10 C72 20 56 42 56 68 A20 20 0 1 0 76 50 C75 34 83 24 100 18 Z"
)
QuoteText = Annotated[Words, StringConstraints(min_length=1, max_length=120, pattern=HAS_WORDS)]


class QuoteSlots(Slots):
    quote: QuoteText = Field(description="The words, without quotation marks")
    author: Phrase | None = Field(default=None, description="Who said it")
    role: Phrase | None = Field(default=None, description="What the author is")


def expand(slots: QuoteSlots, layout: LayoutContext) -> Expansion:
    return (_beside, _centre, _card)[layout.look(LOOKS)](slots, layout)


def _mark(layout: LayoutContext, x: float, y: float, w: float, fill: str) -> AnyLayer:
    return solid(layout, "mark", (x, y, w, w * 0.85), MARK, fill=fill, enter=layout.enter("pop", 0.1, 0.9, "back"))


def _words(column: Column, slots: QuoteSlots, size: float, lines: int) -> Column:
    column.text("quote", slots.quote, "heading", size, lines, at=0.3, preset="rise", stagger="word", weight=650)
    if slots.author or slots.role:
        column.gap(34)
        column.rule("rule", 72, at=0.9, fill="accent3", h=5)
        column.gap(18)
    column.text("author", slots.author, "body", 32, 1, at=1, preset="rise", weight=700)
    column.text("role", slots.role, "body", 27, 2, at=1.1, preset="rise", color="muted")
    return column


def _beside(slots: QuoteSlots, layout: LayoutContext) -> Expansion:
    if not layout.is_wide:
        column = _words(Column(layout, layout.margin, layout.inner), slots, 68, 7)
        side = 130 * layout.zoom
        y = max(60, (layout.height - column.height - side * 1.2) * 0.42)
        return backdrops.dusk(1), [
            _mark(layout, layout.margin, y, side, "accent2"),
            *column.place(y + side * 1.2, layout.height - 60, 0),
        ]
    column = _words(Column(layout, layout.margin + 240, layout.inner - 260), slots, 76, 5)
    y = (layout.height - column.height) / 2 + 14
    return backdrops.dusk(1), [
        _mark(layout, layout.margin, max(80, y), 170, "accent2"),
        *column.place(60, layout.height - 60),
    ]


def _centre(slots: QuoteSlots, layout: LayoutContext) -> Expansion:
    column = _words(
        Column(layout, layout.margin + 20, layout.inner - 40, "center"), slots, 66, 4 if layout.is_wide else 6
    )
    above = 190  # the rings, and room below them
    top = max(40, (layout.height - above - column.height) / 2)
    centre = (layout.width / 2, top + 75)
    drawn: Layers = [
        ring(layout, "ring", centre, 70, stroke="accent", at=0.1, thick=4),
        ring(layout, "echo", centre, 92, stroke="accent", at=0.3, thick=2, keyframes=faint(layout, 0.4, scale=1.12)),
        _mark(layout, centre[0] - 31, centre[1] - 25, 62, "accent"),
    ]
    return backdrops.spot(), [*drawn, *column.place(top + above, layout.height - 40, 0)]


def _card(slots: QuoteSlots, layout: LayoutContext) -> Expansion:
    x, pad = layout.margin, 60
    column = _words(Column(layout, x + pad, layout.inner - 2 * pad), slots, 64, 4 if layout.is_wide else 7)
    h = min(layout.height - 150, column.height + 2 * pad + 40)
    top = (layout.height - h) / 2 + 20
    drawn: Layers = [
        rect(layout, "card", (x, top, layout.inner, h), fill="surface", radius=32, enter=layout.enter("float", 0, 0.9)),
        _mark(layout, x + pad, top - 52, 124, "accent3"),
    ]
    return backdrops.aurora(2), [*drawn, *column.place(top + pad + 20, top + h - pad * 0.6)]
