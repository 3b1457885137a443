"""A name and what it stands for, in the lower third."""

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext
from storyboard.templates.metrics import fit_text
from storyboard.templates.pictures import picture
from storyboard.templates.shapes import disc, faint, pen, rect, ring
from storyboard.templates.slots import Phrase, Sentence, Slots
from storyboard.values import Id

LOOKS = 3


class LowerThirdSlots(Slots):
    name: Phrase = Field(description="Who or what is seen")
    detail: Sentence | None = Field(default=None, description="A role, a place, a short sentence")
    asset_id: Id | None = Field(default=None, description="A picture that fills the canvas behind it")


def expand(slots: LowerThirdSlots, layout: LayoutContext) -> Expansion:
    words = (_card, _pill, _block)[layout.look(LOOKS)](slots, layout)
    return backdrops.aurora(layout.look(LOOKS)), [*_behind(slots, layout), *words]


def _behind(slots: LowerThirdSlots, layout: LayoutContext) -> Layers:
    if slots.asset_id:
        return [picture(layout, slots.asset_id, (0, 0, layout.width, layout.height))]
    centre, r = (layout.width * 0.5, layout.height * 0.36), 150
    wide = (0, centre[1] - 120, layout.width, 240)
    wave = "M-2 60 C18 10 32 10 50 50 S84 92 102 34"
    return [
        pen(
            layout, "wave", wide, wave, stroke="accent", at=0, thick=5, lasting=1.8, keyframes=faint(layout, 0.8, dx=2)
        ),
        disc(
            layout,
            "sun",
            centre,
            r * 0.62,
            fill="accent2",
            enter=layout.enter("pop", 0.1, 1.1, "spring"),
            keyframes=faint(layout, 1, scale=1.08),
        ),
        ring(layout, "ring", centre, r, stroke="ink", at=0.3, thick=2, keyframes=faint(layout, 0.5, scale=1.1)),
        pen(
            layout,
            "wake",
            wide,
            "M-2 40 C20 90 38 88 52 54 S80 8 102 62",
            stroke="accent3",
            at=0.15,
            thick=5,
            lasting=1.8,
        ),
    ]


def _widths(slots: LowerThirdSlots, layout: LayoutContext, size: float) -> float:
    """As wide as the words are, not as wide as it goes."""
    most = layout.inner - 96
    name = fit_text(slots.name, "heading", size * layout.zoom, most, 2).width
    detail = fit_text(slots.detail, "body", 27 * layout.zoom, most, 2).width if slots.detail else 0
    return min(most, max(name, detail, 180) * 1.06)


def _words(slots: LowerThirdSlots, column: Column, size: float, at: float) -> Column:
    column.text("name", slots.name, "heading", size, 2, at=at, preset="reveal", stagger="line")
    column.gap(4 if slots.detail else 0)
    column.text("detail", slots.detail, "body", 27, 2, at=at + 0.2, preset="rise", color="muted")
    return column


def _card(slots: LowerThirdSlots, layout: LayoutContext) -> Layers:
    w = _widths(slots, layout, 50)
    column = _words(slots, Column(layout, layout.margin + 44, w), 50, 0.5)
    h = column.height + 48
    top = layout.height * 0.92 - h
    card = (layout.margin, top, w + 88, h)
    return [
        rect(layout, "card", card, fill="surface", radius=22, enter=layout.enter("wipe", 0.15, 0.9, "inOut")),
        rect(
            layout,
            "stripe",
            (layout.margin, top + 20, 8, h - 40),
            fill="accent2",
            enter=layout.enter("grow", 0.4, 0.5, "back"),
        ),
        *column.place(top, top + h),
    ]


def _pill(slots: LowerThirdSlots, layout: LayoutContext) -> Layers:
    w = _widths(slots, layout, 46)
    left = (layout.width - w) / 2
    column = _words(slots, Column(layout, left, w, "center"), 46, 0.55)
    h = column.height + 44
    top = layout.height * 0.92 - h
    pill = (left - 48, top, w + 96, h)
    return [
        rect(layout, "pill", pill, fill="surface", radius=h / 2, enter=layout.enter("pop", 0.15, 0.8, "back")),
        pen(layout, "line", (left + w * 0.3, top + h, w * 0.4, 1), "M0 0 H100", stroke="accent", at=0.6, thick=6),
        *column.place(top, top + h),
    ]


def _block(slots: LowerThirdSlots, layout: LayoutContext) -> Layers:
    w = _widths(slots, layout, 54)
    column = _words(slots, Column(layout, layout.margin, w), 54, 0.5)
    h = column.height + 56
    top = layout.height * 0.93 - h
    bar = (0, top, layout.margin + w + 40, h)
    return [
        rect(
            layout,
            "shade",
            (0, top + 12, bar[2] + 26, h),
            fill="accent3",
            radius=0,
            enter=layout.enter("wipe", 0.1, 0.9, "inOut"),
        ),
        rect(layout, "bar", bar, fill="surface", radius=0, enter=layout.enter("wipe", 0.22, 0.9, "inOut")),
        *column.place(top, top + h),
    ]
