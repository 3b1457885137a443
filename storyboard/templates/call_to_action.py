"""The end: what people should do now."""

from pydantic import Field

from storyboard.motion import Ease, Keyframe, Preset
from storyboard.templates import backdrops
from storyboard.templates.column import Column, Stagger
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext
from storyboard.templates.metrics import fit_text
from storyboard.templates.shapes import faint, pen, rect, ring
from storyboard.templates.slots import Sentence, Slots, Tag
from storyboard.templates.words import text_layer

LOOKS = 3
BUTTON = 96  # units: how high it is
ENTRANCES: tuple[tuple[Preset, Stagger, Ease], ...] = (
    ("rise", "char", "back"),
    ("reveal", "word", "expo"),
    ("pop", "char", "back"),
)
RAYS = (
    "M50 4V12 M73 10.2L69 17.1 M89.8 27L82.9 31 M96 50H88 M89.8 73L82.9 69 M73 89.8L69 82.9 "
    "M50 96V88 M27 89.8L31 82.9 M10.2 73L17.1 69 M4 50H12 M10.2 27L17.1 31 M27 10.2L31 17.1"
)


class CallToActionSlots(Slots):
    headline: Sentence = Field(description="Two to six words")
    button: Tag = Field(description="What the button says, one to three words, or an address")
    detail: Sentence | None = Field(default=None, description="Where, until when, at which price")


def expand(slots: CallToActionSlots, layout: LayoutContext) -> Expansion:
    column = Column(layout, layout.margin, layout.inner, "center")
    size = 104 if layout.is_wide else 92
    preset, stagger, ease = ENTRANCES[layout.look(LOOKS)]
    lines = 3 if layout.is_wide else 4
    column.text("headline", slots.headline, "heading", size, lines, at=0.2, preset=preset, stagger=stagger, ease=ease)
    column.gap(22 if slots.detail else 0)
    column.text("detail", slots.detail, "body", 32, 2, at=0.7, preset="fade")
    column.gap(48)
    words = column.height
    top = (layout.height - words - BUTTON) / 2
    backdrop, accents = (_rings, _corner, _burst)[layout.look(LOOKS)](layout)
    lower = min(top + words, layout.height - BUTTON - 60)
    return backdrop, [*accents, *column.place(max(50, top), lower, 0), *_button(slots.button, layout, lower)]


def _button(words: str, layout: LayoutContext, top: float) -> Layers:
    size, _, width = fit_text(words, "heading", 36 * layout.zoom, layout.inner - 150, 1)
    w, h = min(layout.inner, width + 150), BUTTON
    left = (layout.width - w) / 2
    place = (left, top, w, h)
    beat = _pulse(layout)
    arrow = (left + w - 82, top + h / 2 - 15, 38, 30)
    at = 0.8
    inside = (left + 40, top + 8, w - 130, h - 16)
    label = text_layer(
        layout, "button-words", words, inside, "heading", size, ("fade", at + 0.25, 0.5, "out"), weight=700,
        align="center", keyframes=beat,
    )  # fmt: skip
    return [
        rect(
            layout,
            "button",
            place,
            fill="surface",
            radius=h / 2,
            enter=layout.enter("pop", at, 0.8, "spring"),
            keyframes=beat,
        ),
        label,
        pen(
            layout, "arrow", arrow, "M2 50 H96 M62 8 L96 50 L62 92", stroke="accent", at=at + 0.45, thick=5, lasting=0.5
        ),
    ]


def _pulse(layout: LayoutContext) -> tuple[Keyframe, ...]:
    """The button breathes while there is time for it."""
    times = [layout.duration * part for part in (0.62, 0.72, 0.82)]
    return tuple(Keyframe(t=time, scale=scale) for time, scale in zip(times, (1, 1.045, 1), strict=True))


def _rings(layout: LayoutContext) -> Expansion:
    centre = (layout.width / 2, layout.height / 2)
    inmost = 560 if layout.is_wide else 370  # around the words, not through them
    drawn: Layers = [
        ring(
            layout,
            f"ring-{i + 1}",
            centre,
            inmost * far,
            stroke="ink",
            at=0.15 * i,
            thick=4,
            lasting=1.8,
            keyframes=faint(layout, 0.34 - 0.08 * i, scale=1.08),
        )
        for i, far in enumerate((1, 1.13, 1.27))
    ]
    return backdrops.blaze(0), drawn


def _corner(layout: LayoutContext) -> Expansion:
    w, h = layout.width, layout.height
    place = (0.0, 0.0, w, h)
    drawn: Layers = []
    for i, (color, far) in enumerate((("accent", 18), ("accent2", 24), ("accent3", 30))):
        x, y = far * min(w, h) / w, far * min(w, h) / h
        up = f"M-2 {y:.2f} C{x * 0.6:.2f} {y:.2f} {x:.2f} {y * 0.6:.2f} {x:.2f} -2"
        down = (
            f"M102 {100 - y:.2f} C{100 - x * 0.6:.2f} {100 - y:.2f} {100 - x:.2f} {100 - y * 0.6:.2f} {100 - x:.2f} 102"
        )
        drawn.append(
            pen(layout, f"bow-{i + 1}", place, up + down, stroke=color, at=0.1 + 0.12 * i, thick=9 - 2 * i, lasting=1.3)
        )
    return backdrops.aurora(1), drawn


def _burst(layout: LayoutContext) -> Expansion:
    w, h = layout.width * 1.1, layout.height * 1.1
    place = ((layout.width - w) / 2, (layout.height - h) / 2, w, h)
    return backdrops.blaze(2), [
        pen(
            layout,
            "rays",
            place,
            RAYS,
            stroke="ink",
            at=0.1,
            thick=5,
            lasting=1.2,
            keyframes=faint(layout, 0.45, scale=1.05),
        )
    ]
