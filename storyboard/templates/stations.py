"""The stations of a way: a number on a disc, and what happens there."""

from storyboard.layers import Align, Text
from storyboard.templates.layout_context import Layers, LayoutContext, Place, Point
from storyboard.templates.metrics import fit_text
from storyboard.templates.shapes import disc
from storyboard.templates.words import Entrance, text_layer

HUES = ("accent", "accent2", "accent3")


def start_of(i: int) -> float:
    return 0.45 + 0.24 * i


def _pop(i: int) -> Entrance:
    return "pop", start_of(i) + 0.1, 0.6, "back"


def station(layout: LayoutContext, i: int, centre: Point, r: float) -> Layers:
    x, y = centre
    spot, entrance = (x - r, y - r, 2 * r, 2 * r), _pop(i)
    number = text_layer(
        layout, f"number-{i + 1}", str(i + 1), spot, "heading", r * 0.95, entrance, align="center", color="bg"
    )
    return [
        disc(
            layout,
            f"station-{i + 1}",
            centre,
            r,
            fill=HUES[i % 3],
            enter=layout.enter("pop", start_of(i), 0.7, "spring"),
        ),
        number,
    ]


def explanation(layout: LayoutContext, i: int, words: str, place: Place, size: float, align: Align = "left") -> Text:
    """A text in the middle of its place."""
    entrance: Entrance = ("rise", start_of(i) + 0.15, 0.7, "expo")
    return text_layer(layout, f"step-{i + 1}", words, place, "body", size, entrance, weight=600, align=align)


def explanation_from_top(
    layout: LayoutContext, i: int, words: str, place: Place, size: float, align: Align = "left"
) -> Text:
    """A text at the top of its place."""
    x, y, w, h = place
    return explanation(layout, i, words, (x, y, w, min(h, fit_text(words, "body", size, w, 9).height)), size, align)
