"""A picture beside words. Without a picture there is a panel that is worth its place."""

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext, Place
from storyboard.templates.panels import panel
from storyboard.templates.pictures import picture
from storyboard.templates.shapes import rect
from storyboard.templates.slots import Sentence, Slots, Tag
from storyboard.values import Id

LOOKS = 3


class SplitImageSlots(Slots):
    title: Sentence = Field(description="Two to eight words")
    text: Sentence | None = Field(default=None, description="A sentence below the title")
    kicker: Tag | None = Field(default=None, description="One to three words above it")
    asset_id: Id | None = Field(default=None, description="The picture; leave it out if there is none")


def expand(slots: SplitImageSlots, layout: LayoutContext) -> Expansion:
    return (_frame, _mirror, _full_bleed)[layout.look(LOOKS)](slots, layout)


def _picture(slots: SplitImageSlots, layout: LayoutContext, place: Place, radius: float) -> Layers:
    if not slots.asset_id:
        return panel(layout, place, radius)
    enter = layout.enter("wipe", 0.1, 1, "inOut")
    return [picture(layout, slots.asset_id, place, radius=radius, enter=enter)]


def _column(slots: SplitImageSlots, layout: LayoutContext, x: float, w: float, lines: int) -> Column:
    column = Column(layout, x, w)
    column.text("kicker", slots.kicker, "label", 21, 1, at=0.25, preset="left", color="accent3")
    column.gap(16 if slots.kicker else 0)
    column.text("title", slots.title, "heading", 64, lines, at=0.35, preset="reveal", stagger="word")
    column.gap(22)
    column.rule("rule", 110, at=0.8)
    column.gap(22 if slots.text else 0)
    column.text("text", slots.text, "body", 29, 4, at=1, preset="rise", color="muted")
    return column


def _frame(slots: SplitImageSlots, layout: LayoutContext) -> Expansion:
    m = layout.margin
    if not layout.is_wide:
        return backdrops.dusk(0), _stack(slots, layout, m, 32)
    w = layout.inner * 0.48
    column = _column(slots, layout, m, layout.inner - w - 70, 5)
    place = (layout.width - m - w + 30, 90, w, layout.height - 180)
    shade = rect(
        layout,
        "shade",
        (place[0] + 22, place[1] + 22, w, place[3]),
        stroke="accent2",
        thick=3,
        radius=32,
        enter=layout.enter("fade", 0.5, 0.8),
    )
    return backdrops.dusk(0), [shade, *_picture(slots, layout, place, 32), *column.place(80, layout.height - 80)]


def _stack(slots: SplitImageSlots, layout: LayoutContext, inset: float, radius: float) -> Layers:
    top = inset * (1.2 if layout.is_tall else 0.75)
    h = layout.height * (0.48 if layout.is_tall else 0.42)
    column = _column(slots, layout, layout.margin, layout.inner, 4 if layout.is_tall else 2)
    picture = _picture(slots, layout, (inset, top, layout.width - 2 * inset, h), radius)
    return [*picture, *column.place(top + h + 30, layout.height - layout.margin * 0.6, 0.45)]


def _mirror(slots: SplitImageSlots, layout: LayoutContext) -> Expansion:
    m = layout.margin
    if not layout.is_wide:
        return backdrops.aurora(1), _stack(slots, layout, m * 0.6, 44)
    w = layout.inner * 0.46
    column = _column(slots, layout, m + w + 70, layout.inner - w - 70, 5)
    return backdrops.aurora(1), [
        *_picture(slots, layout, (m, 76, w, layout.height - 152), 44),
        *column.place(80, layout.height - 80),
    ]


def _full_bleed(slots: SplitImageSlots, layout: LayoutContext) -> Expansion:
    """To the edges of the canvas."""
    m = layout.margin
    if not layout.is_wide:
        h = layout.height * (0.5 if layout.is_tall else 0.44)
        column = _column(slots, layout, m, layout.inner, 4 if layout.is_tall else 2)
        return backdrops.dusk(2), [
            *_picture(slots, layout, (0, 0, layout.width, h), 0),
            *column.place(h + 30, layout.height - m * 0.6, 0.4),
        ]
    w = layout.width * 0.47
    column = _column(slots, layout, m, layout.width - w - m - 70, 5)
    return backdrops.dusk(2), [
        *_picture(slots, layout, (layout.width - w, 0, w, layout.height), 0),
        *column.place(80, layout.height - 80),
    ]
