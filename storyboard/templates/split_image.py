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


class SplitImage(Slots):
    title: Sentence = Field(description="Two to eight words")
    text: Sentence | None = Field(default=None, description="A sentence below the title")
    kicker: Tag | None = Field(default=None, description="One to three words above it")
    asset_id: Id | None = Field(default=None, description="The picture; leave it out if there is none")


def expand(slots: SplitImage, stage: LayoutContext) -> Expansion:
    return (_framed, _mirrored, _bleeding)[stage.look(LOOKS)](slots, stage)


def _picture(slots: SplitImage, stage: LayoutContext, place: Place, radius: float) -> Layers:
    if not slots.asset_id:
        return panel(stage, place, radius)
    enter = stage.enter("wipe", 0.1, 1, "inOut")
    return [picture(stage, slots.asset_id, place, radius=radius, enter=enter)]


def _column(slots: SplitImage, stage: LayoutContext, x: float, w: float, lines: int) -> Column:
    column = Column(stage, x, w)
    column.text("kicker", slots.kicker, "label", 21, 1, at=0.25, preset="left", color="accent3")
    column.gap(16 if slots.kicker else 0)
    column.text("title", slots.title, "heading", 64, lines, at=0.35, preset="reveal", stagger="word")
    column.gap(22)
    column.rule("rule", 110, at=0.8)
    column.gap(22 if slots.text else 0)
    column.text("text", slots.text, "body", 29, 4, at=1, preset="rise", color="muted")
    return column


def _framed(slots: SplitImage, stage: LayoutContext) -> Expansion:
    m = stage.margin
    if not stage.is_wide:
        return backdrops.dusk(0), _stacked(slots, stage, m, 32)
    w = stage.inner * 0.48
    column = _column(slots, stage, m, stage.inner - w - 70, 5)
    place = (stage.width - m - w + 30, 90, w, stage.height - 180)
    shade = rect(
        stage,
        "shade",
        (place[0] + 22, place[1] + 22, w, place[3]),
        stroke="accent2",
        thick=3,
        radius=32,
        enter=stage.enter("fade", 0.5, 0.8),
    )
    return backdrops.dusk(0), [shade, *_picture(slots, stage, place, 32), *column.placed(80, stage.height - 80)]


def _stacked(slots: SplitImage, stage: LayoutContext, inset: float, radius: float) -> Layers:
    top = inset * (1.2 if stage.is_tall else 0.75)
    h = stage.height * (0.48 if stage.is_tall else 0.42)
    column = _column(slots, stage, stage.margin, stage.inner, 4 if stage.is_tall else 2)
    picture = _picture(slots, stage, (inset, top, stage.width - 2 * inset, h), radius)
    return [*picture, *column.placed(top + h + 30, stage.height - stage.margin * 0.6, 0.45)]


def _mirrored(slots: SplitImage, stage: LayoutContext) -> Expansion:
    m = stage.margin
    if not stage.is_wide:
        return backdrops.aurora(1), _stacked(slots, stage, m * 0.6, 44)
    w = stage.inner * 0.46
    column = _column(slots, stage, m + w + 70, stage.inner - w - 70, 5)
    return backdrops.aurora(1), [
        *_picture(slots, stage, (m, 76, w, stage.height - 152), 44),
        *column.placed(80, stage.height - 80),
    ]


def _bleeding(slots: SplitImage, stage: LayoutContext) -> Expansion:
    """To the edges of the canvas."""
    m = stage.margin
    if not stage.is_wide:
        h = stage.height * (0.5 if stage.is_tall else 0.44)
        column = _column(slots, stage, m, stage.inner, 4 if stage.is_tall else 2)
        return backdrops.dusk(2), [
            *_picture(slots, stage, (0, 0, stage.width, h), 0),
            *column.placed(h + 30, stage.height - m * 0.6, 0.4),
        ]
    w = stage.width * 0.47
    column = _column(slots, stage, m, stage.width - w - m - 70, 5)
    return backdrops.dusk(2), [
        *_picture(slots, stage, (stage.width - w, 0, w, stage.height), 0),
        *column.placed(80, stage.height - 80),
    ]
