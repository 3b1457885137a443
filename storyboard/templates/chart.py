"""Figures as bars, as a line or as a ring."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from storyboard import layers
from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Place
from storyboard.templates.shapes import rect
from storyboard.templates.slots import Phrase, Sentence, Slots
from storyboard.values import Number

LOOKS = 3


Value = Annotated[Number, Field(ge=0, le=1e9)]


class ChartSlots(Slots):
    title: Phrase = Field(description="What the figures say")
    kind: Literal["bar", "line", "donut"] = Field(default="bar", description="line: over time; donut: parts of a whole")
    data: Annotated[list[Value], Field(min_length=2, max_length=8)] = Field(description="None below zero")
    labels: Annotated[list[layers.Label], Field(max_length=8)] = Field(
        default=[], description="One word for each of the data, or none"
    )
    caption: Sentence | None = Field(default=None, description="A sentence on them, or their source")

    @model_validator(mode="after")
    def can_be_drawn(self) -> "ChartSlots":
        if self.labels and len(self.labels) != len(self.data):
            raise ValueError("there must be as many labels as data, or none")
        if not any(self.data):
            raise ValueError("a chart of zeros alone shows nothing")
        return self


def expand(slots: ChartSlots, layout: LayoutContext) -> Expansion:
    return (_beside, _below, _above)[layout.look(LOOKS)](slots, layout)


def _chart(slots: ChartSlots, layout: LayoutContext, place: Place, color: str) -> layers.Chart:
    enter = layout.enter("fade", 0.35, 0.4)
    return layers.Chart(
        type="chart",
        id="chart",
        kind=slots.kind,
        data=tuple(slots.data),
        labels=tuple(slots.labels),
        color=color,
        box=layout.box(*place),
        enter=enter,
    )


def _card(slots: ChartSlots, layout: LayoutContext, place: Place, color: str) -> Layers:
    x, y, w, h = place
    pad = 40
    card = rect(layout, "card", place, fill="surface", radius=28, enter=layout.enter("float", 0.15, 0.9))
    return [card, _chart(slots, layout, (x + pad, y + pad, w - 2 * pad, h - 2 * pad), color)]


def _title(slots: ChartSlots, column: Column, size: float, lines: int) -> Column:
    column.text("title", slots.title, "heading", size, lines, at=0.1, preset="reveal", stagger="word")
    column.gap(20)
    column.rule("rule", 110, at=0.5)
    column.gap(20 if slots.caption else 0)
    column.text("caption", slots.caption, "body", 27, 4, at=0.8, preset="rise", color="muted")
    return column


def _beside(slots: ChartSlots, layout: LayoutContext) -> Expansion:
    m = layout.margin
    if not layout.is_wide:
        return backdrops.paper(0), _stack(slots, layout, "accent")
    column = _title(slots, Column(layout, m, layout.inner * 0.34), 58, 5)
    left = m + layout.inner * 0.34 + 64
    chart = _card(slots, layout, (left, 90, layout.width - m - left, layout.height - 180), "accent")
    return backdrops.paper(0), [*column.place(80, layout.height - 80), *chart]


def _stack(slots: ChartSlots, layout: LayoutContext, color: str) -> Layers:
    m = layout.margin
    column = _title(slots, Column(layout, m, layout.inner), 54, 2)
    top = m * (1.8 if layout.is_tall else 0.75)
    used = min(column.height, layout.height * 0.36)
    below = top + used + 34
    h = min(layout.height - below - m * 0.8, 760)
    return [*column.place(top, top + used, 0), *_card(slots, layout, (m, below, layout.inner, h), color)]


def _below(slots: ChartSlots, layout: LayoutContext) -> Expansion:
    """Without a card, over the whole width."""
    m = layout.margin
    column = _title(slots, Column(layout, m, layout.inner), 54, 2 if not layout.is_wide else 1)
    top = m * (1.8 if layout.is_tall else 0.7)
    used = min(column.height, layout.height * 0.36)
    below = top + used + 26
    h = min(layout.height - below - m * 0.6, 760)
    return backdrops.dusk(2), [
        *column.place(top, top + used, 0),
        _chart(slots, layout, (m, below, layout.inner, h), "accent2"),
    ]


def _above(slots: ChartSlots, layout: LayoutContext) -> Expansion:
    if not layout.is_wide:
        return backdrops.dusk(1), _stack(slots, layout, "accent3")
    m = layout.margin
    w = layout.inner * 0.58
    column = _title(slots, Column(layout, m + w + 64, layout.inner - w - 64), 56, 5)
    return backdrops.dusk(1), [
        *_card(slots, layout, (m, 90, w, layout.height - 180), "accent3"),
        *column.place(80, layout.height - 80),
    ]
