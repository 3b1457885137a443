"""Words that fill the canvas, one after the other."""

from typing import Annotated

from pydantic import Field, StringConstraints

from storyboard.layers import Align, Text
from storyboard.motion import Enter, Exit, Preset
from storyboard.templates import backdrops
from storyboard.templates.layout_context import Expansion, Layers, LayoutContext
from storyboard.templates.metrics import fit_text
from storyboard.templates.shapes import faint, pen, rect, ring
from storyboard.templates.slots import HAS_WORDS, Slots
from storyboard.values import Words

LOOKS = 3
HUES = ("ink", "accent2", "accent3", "ink", "accent")

Word = Annotated[Words, StringConstraints(min_length=1, max_length=18, pattern=HAS_WORDS)]


class BigWordsSlots(Slots):
    words: Annotated[list[Word], Field(min_length=1, max_length=5)] = Field(
        description="One or two short words each, in the rhythm of the video"
    )


def expand(slots: BigWordsSlots, layout: LayoutContext) -> Expansion:
    return (_slam, _pile, _roll)[layout.look(LOOKS)](slots, layout)


def _word_spans(slots: BigWordsSlots, layout: LayoutContext) -> list[tuple[int, str, float, float]]:
    """Each word with when it begins and ends."""
    each = layout.duration * 0.97 / len(slots.words)
    return [(i, word, each * i, each * (i + 1)) for i, word in enumerate(slots.words)]


def _word_layer(
    layout: LayoutContext, span: tuple[int, str, float, float], last: int, preset: Preset, leave: Preset, *, char: bool
) -> Text:
    i, word, start, end = span
    quick = max(0.05, min(0.55, (end - start) * 0.5))
    size = fit_text(word, "heading", 320, layout.inner, 1 if layout.is_wide else 2).size
    gone = max(0.05, quick * 0.4)
    return Text(
        type="text",
        id=f"word-{i + 1}",
        text=word,
        role="heading",
        size=size,
        weight=900,
        align="center",
        color=HUES[i % len(HUES)],
        stagger="char" if char else "none",
        box=layout.box(layout.margin, layout.height * 0.2, layout.inner, layout.height * 0.6),
        enter=Enter(preset=preset, at=start, duration=quick, ease="back" if preset != "zoom" else "expo"),
        exit=None if i == last else Exit(preset=leave, at=max(start, end - gone), duration=gone),
    )


def _slam(slots: BigWordsSlots, layout: LayoutContext) -> Expansion:
    centre = (layout.width / 2, layout.height / 2)
    spans = _word_spans(slots, layout)
    shock = ring(layout, "shock", centre, 300, stroke="accent", lasting=0.7, keyframes=faint(layout, 0.3, scale=1.25))
    w, h = layout.width, layout.height
    bars: Layers = [
        rect(
            layout, "bar-top", (0, h * 0.1, w, 8), fill="accent", radius=0, enter=layout.enter("wipe", 0, 1.2, "inOut")
        ),
        rect(
            layout,
            "bar-foot",
            (0, h * 0.9 - 8, w, 8),
            fill="accent2",
            radius=0,
            enter=layout.enter("wipe", 0.15, 1.2, "inOut"),
        ),
    ]
    return backdrops.aurora(0), [
        shock,
        *bars,
        *(_word_layer(layout, span, len(spans) - 1, "zoom", "fade", char=False) for span in spans),
    ]


def _roll(slots: BigWordsSlots, layout: LayoutContext) -> Expansion:
    spans = _word_spans(slots, layout)
    centre = (layout.width / 2, layout.height / 2)
    sun = ring(
        layout, "sun", centre, 290, stroke="accent", thick=34, lasting=1.2, keyframes=faint(layout, 0.55, scale=1.15)
    )
    wave = pen(
        layout,
        "wave",
        (0, layout.height * 0.66, layout.width, layout.height * 0.24),
        "M-2 60 C18 0 32 0 50 50 S84 100 102 30",
        stroke="accent3",
        at=0.1,
        thick=6,
        lasting=1.6,
    )
    return backdrops.spot(), [
        sun,
        wave,
        *(_word_layer(layout, span, len(spans) - 1, "rise", "drop", char=True) for span in spans),
    ]


def _pile(slots: BigWordsSlots, layout: LayoutContext) -> Expansion:
    """They stay, one below the other, each as large as its line lets it be."""
    spans = _word_spans(slots, layout)
    m, room = layout.margin, layout.height * (0.86 if not layout.is_tall else 0.72)
    most = room / len(spans) / 1.12
    sizes = [fit_text(word, "heading", min(most, 300), layout.inner, 1).size for _, word, _, _ in spans]
    y = (layout.height - sum(sizes) * 1.12) / 2
    layers: Layers = []
    for (i, word, start, _), size in zip(spans, sizes, strict=True):
        enter = Enter(
            preset="left" if i % 2 == 0 else "right", at=start * 0.6, duration=layout.lasting(0.7), ease="expo"
        )
        box = layout.box(m, y, layout.inner, size * 1.12)
        align: Align = "left" if i % 2 == 0 else "right"
        look = {"role": "heading", "size": size, "weight": 900, "color": HUES[i % len(HUES)], "align": align}
        fixed = {"type": "text", "id": f"word-{i + 1}", "text": word, "box": box, "enter": enter}
        layers.append(Text.model_validate(fixed | look))
        y += size * 1.12
    return backdrops.dusk(1), layers
