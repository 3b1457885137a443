"""How large a text is drawn in its box, and how much of it it takes. As `renderer/text-layout.js`, kerning left out."""

from typing import Final, NamedTuple

from storyboard.layers import Counter, Text
from storyboard.operations.emphasis import USUAL_SIZES
from storyboard.templates.metrics import (
    BREAK_WORDS_BELOW,
    SAFE,
    SMALLEST,
    TYPE_STYLES,
    WORD,
    Role,
    break_lines,
    displayed_text,
    sizes,
    width_of,
)

OUTSTANDING: Final = 1.22  # em: what stands out above and below the first and the last line
WIDER: Final = 0.00012  # of a letter, for each step of weight
COUNTER_LINE: Final = 1.22


class DrawnText(NamedTuple):
    size: float
    wanted: float
    width: float
    height: float
    breaks_words: bool


def draw_text(layer: Text, width: float, height: float) -> DrawnText:
    """In units, in a box of that size."""
    wanted = layer.size or USUAL_SIZES[layer.role]
    role: Role = layer.role
    wider = 1 + ((layer.weight or TYPE_STYLES[role].weight) - TYPE_STYLES[role].weight) * WIDER
    text, leading = displayed_text(layer.text, role), TYPE_STYLES[role].leading
    for size in sizes(wanted):
        may_break = size < wanted * BREAK_WORDS_BELOW
        lines = break_lines(text.split("\n"), role, width * SAFE / size / wider, may_break=may_break)
        if lines and ((len(lines) - 1) * leading + OUTSTANDING) * size <= height:
            broken = may_break and any(each > width * SAFE / size / wider for each in _words(text, role))
            tall = ((len(lines) - 1) * leading + 1) * size  # of what is seen
            return DrawnText(size, wanted, min(width, max(lines) * size * wider), tall, broken)
    return DrawnText(SMALLEST, wanted, width, height, breaks_words=True)


def draw_counter(layer: Counter, width: float, height: float) -> DrawnText:
    text = max((layer.format.replace("{}", f"{round(each, 2):,g}") for each in (layer.from_, layer.to)), key=len)
    em = max(width_of(text, "heading"), 0.3)
    size = min(layer.size, width / em * SAFE, height / COUNTER_LINE)
    return DrawnText(size, layer.size, em * size, 0.75 * size, breaks_words=False)


def _words(text: str, role: Role) -> list[float]:
    return [width_of(word, role) for word in WORD.findall(text) if not word.isspace()]
