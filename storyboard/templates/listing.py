"""The title of a list, the room that it leaves, and the points in their rows."""

from storyboard.layers import Text
from storyboard.templates.column import Column
from storyboard.templates.layout_context import Layers, LayoutContext, Place
from storyboard.templates.words import text_layer


def heading(title: str, layout: LayoutContext) -> tuple[Layers, Place]:
    """The title, and the room that it leaves: beside it on a wide canvas, else below it."""
    m = layout.margin
    w = layout.inner * 0.36 if layout.is_wide else layout.inner
    column = Column(layout, m, w)
    column.text(
        "title",
        title,
        "heading",
        62 if layout.is_wide else 58,
        5 if layout.is_wide else 2,
        at=0.1,
        preset="reveal",
        stagger="word",
    )
    column.gap(24)
    column.rule("rule", 120, at=0.6)
    if layout.is_wide:
        return column.place(70, layout.height - 70), (m + w + 70, 70, layout.inner - w - 70, layout.height - 140)
    top = m * (1.9 if layout.is_tall else 0.9)
    used = min(column.height, layout.height * 0.3)
    below = top + used + 44
    return column.place(top, top + used, 0), (m, below, layout.inner, layout.height - below - m)


def point(layout: LayoutContext, i: int, words: str, place: Place, at: float, size: float) -> Text:
    return text_layer(layout, f"feature-{i + 1}", words, place, "body", size, ("rise", at, 0.7, "expo"), weight=600)


def rows(layout: LayoutContext, place: Place, count: int, most: float) -> tuple[list[float], float]:
    """The tops of as many rows in the middle of a place, and how far apart they are. A tall canvas is read from its top."""
    step = min(most, place[3] / count)
    first = place[1] + (place[3] - step * count) * (0.25 if layout.is_tall else 0.5)
    return [first + step * i for i in range(count)], step
