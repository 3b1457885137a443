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


class Chart(Slots):
    title: Phrase = Field(description="What the figures say")
    kind: Literal["bar", "line", "donut"] = Field(default="bar", description="line: over time; donut: parts of a whole")
    data: Annotated[list[Value], Field(min_length=2, max_length=8)] = Field(description="None below zero")
    labels: Annotated[list[layers.Label], Field(max_length=8)] = Field(
        default=[], description="One word for each of the data, or none"
    )
    caption: Sentence | None = Field(default=None, description="A sentence on them, or their source")

    @model_validator(mode="after")
    def can_be_drawn(self) -> "Chart":
        if self.labels and len(self.labels) != len(self.data):
            raise ValueError("there must be as many labels as data, or none")
        if not any(self.data):
            raise ValueError("a chart of zeros alone shows nothing")
        return self


def expand(slots: Chart, stage: LayoutContext) -> Expansion:
    return (_beside, _below, _above)[stage.look(LOOKS)](slots, stage)


def _chart(slots: Chart, stage: LayoutContext, place: Place, color: str) -> layers.Chart:
    enter = stage.enter("fade", 0.35, 0.4)
    return layers.Chart(
        type="chart",
        id="chart",
        kind=slots.kind,
        data=tuple(slots.data),
        labels=tuple(slots.labels),
        color=color,
        box=stage.box(*place),
        enter=enter,
    )


def _carded(slots: Chart, stage: LayoutContext, place: Place, color: str) -> Layers:
    x, y, w, h = place
    pad = 40
    card = rect(stage, "card", place, fill="surface", radius=28, enter=stage.enter("float", 0.15, 0.9))
    return [card, _chart(slots, stage, (x + pad, y + pad, w - 2 * pad, h - 2 * pad), color)]


def _title(slots: Chart, column: Column, size: float, lines: int) -> Column:
    column.text("title", slots.title, "heading", size, lines, at=0.1, preset="reveal", stagger="word")
    column.gap(20)
    column.rule("rule", 110, at=0.5)
    column.gap(20 if slots.caption else 0)
    column.text("caption", slots.caption, "body", 27, 4, at=0.8, preset="rise", color="muted")
    return column


def _beside(slots: Chart, stage: LayoutContext) -> Expansion:
    m = stage.margin
    if not stage.is_wide:
        return backdrops.paper(0), _stacked(slots, stage, "accent")
    column = _title(slots, Column(stage, m, stage.inner * 0.34), 58, 5)
    left = m + stage.inner * 0.34 + 64
    chart = _carded(slots, stage, (left, 90, stage.width - m - left, stage.height - 180), "accent")
    return backdrops.paper(0), [*column.placed(80, stage.height - 80), *chart]


def _stacked(slots: Chart, stage: LayoutContext, color: str) -> Layers:
    m = stage.margin
    column = _title(slots, Column(stage, m, stage.inner), 54, 2)
    top = m * (1.8 if stage.is_tall else 0.75)
    used = min(column.height, stage.height * 0.36)
    below = top + used + 34
    h = min(stage.height - below - m * 0.8, 760)
    return [*column.placed(top, top + used, 0), *_carded(slots, stage, (m, below, stage.inner, h), color)]


def _below(slots: Chart, stage: LayoutContext) -> Expansion:
    """Without a card, over the whole width."""
    m = stage.margin
    column = _title(slots, Column(stage, m, stage.inner), 54, 2 if not stage.is_wide else 1)
    top = m * (1.8 if stage.is_tall else 0.7)
    used = min(column.height, stage.height * 0.36)
    below = top + used + 26
    h = min(stage.height - below - m * 0.6, 760)
    return backdrops.dusk(2), [
        *column.placed(top, top + used, 0),
        _chart(slots, stage, (m, below, stage.inner, h), "accent2"),
    ]


def _above(slots: Chart, stage: LayoutContext) -> Expansion:
    if not stage.is_wide:
        return backdrops.dusk(1), _stacked(slots, stage, "accent3")
    m = stage.margin
    w = stage.inner * 0.58
    column = _title(slots, Column(stage, m + w + 64, stage.inner - w - 64), 56, 5)
    return backdrops.dusk(1), [
        *_carded(slots, stage, (m, 90, w, stage.height - 180), "accent3"),
        *column.placed(80, stage.height - 80),
    ]
