"""The opening: one strong line."""

from pydantic import Field

from storyboard.templates import backdrops
from storyboard.templates.accents import corners, planets
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext
from storyboard.templates.shapes import disc, faint, pen, ring
from storyboard.templates.slots import Sentence, Slots, Tag

LOOKS = 3


class TitleSlots(Slots):
    headline: Sentence = Field(description="The title, two to seven words")
    kicker: Tag | None = Field(default=None, description="One to three words above it")
    subtitle: Sentence | None = Field(default=None, description="A short sentence below it")


def expand(slots: TitleSlots, layout: LayoutContext) -> Expansion:
    return (_orbits, _frame, _horizon)[layout.look(LOOKS)](slots, layout)


def _orbits(slots: TitleSlots, layout: LayoutContext) -> Expansion:
    w = layout.inner * (0.66 if layout.is_wide else 1)
    column = Column(layout, layout.margin, w)
    _words(column, slots, size=96 if layout.is_wide else 84, lines=4 if layout.is_wide else 5)
    top, where = (60, 0.5) if layout.is_wide else (layout.height * 0.4, 0.5)
    if layout.is_wide:
        centre, far = (layout.width - 250, layout.height * 0.46), 172.0
    else:
        far = 190 if layout.is_tall else 116
        centre = (layout.width - layout.margin - far, layout.height * 0.23)
    return backdrops.aurora(), [*planets(layout, centre, far), *column.place(top, layout.height - 60, where)]


def _frame(slots: TitleSlots, layout: LayoutContext) -> Expansion:
    column = Column(layout, layout.margin, layout.inner, "center")
    column.text("kicker", slots.kicker, "label", 22, 1, at=0.1, preset="drop", color="accent3")
    column.gap(20 if slots.kicker else 0)
    size = 104 if layout.is_wide else 88
    lines = 4 if layout.is_wide else 5
    column.text("headline", slots.headline, "heading", size, lines, at=0.25, stagger="char", preset="blur", lasting=0.9)
    column.gap(26)
    column.rule("rule", 150, at=0.9)
    column.gap(26 if slots.subtitle else 0)
    column.text("subtitle", slots.subtitle, "body", 30, 3, at=1.05, preset="fade", color="muted")
    return backdrops.aurora(1), [*corners(layout, 44, ("accent", "accent2")), *column.place(80, layout.height - 80)]


def _horizon(slots: TitleSlots, layout: LayoutContext) -> Expansion:
    """A sun that rises behind the words."""
    w = layout.inner * (0.8 if layout.is_wide else 1)
    column = Column(layout, layout.margin, w)
    _words(column, slots, size=92 if layout.is_wide else 80, lines=4 if layout.is_wide else 5)
    sun = (layout.width * (0.8 if layout.is_wide else 0.74), layout.height * (0.27 if not layout.is_tall else 0.22))
    r = 130 if layout.is_tall else 112
    waves = "M0 70 C20 40 35 40 52 62 S84 88 100 52"
    wide = (0, layout.height * (0.08 if not layout.is_tall else 0.14), layout.width, layout.height * 0.34)
    drawn: Layers = [
        disc(
            layout,
            "sun",
            sun,
            r,
            fill="accent2",
            enter=layout.enter("float", 0.1, 1.4),
            keyframes=faint(layout, 1, dy=-3),
        ),
        ring(
            layout,
            "glow",
            sun,
            r * 1.35,
            stroke="accent2",
            at=0.5,
            thick=2,
            keyframes=faint(layout, 0.6, dy=-3, scale=1.08),
        ),
        pen(layout, "wave", wide, waves, stroke="accent", at=0.2, thick=6, lasting=1.6),
        pen(
            layout,
            "wake",
            (wide[0], wide[1] + 34, *wide[2:]),
            waves,
            stroke="accent3",
            at=0.35,
            lasting=1.7,
            keyframes=faint(layout, 0.55),
        ),
    ]
    return backdrops.dusk(), [
        *drawn,
        *column.place(layout.height * 0.40, layout.height - layout.margin, 1 if not layout.is_tall else 0.6),
    ]


def _words(column: Column, slots: TitleSlots, size: float, lines: int) -> None:
    column.text("kicker", slots.kicker, "label", 22, 1, at=0.1, preset="left", color="accent3")
    column.gap(18 if slots.kicker else 0)
    column.text(
        "headline", slots.headline, "heading", size, lines, at=0.2, stagger="word", preset="reveal", lasting=0.9
    )
    column.gap(26)
    column.rule("rule", 200, at=0.8)
    column.gap(24 if slots.subtitle else 0)
    column.text("subtitle", slots.subtitle, "body", 30, 3, at=1, preset="rise", color="muted")
