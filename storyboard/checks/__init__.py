"""Looks at a scene as it will be drawn, without drawing it: what nobody could read or see, and what would put it right.

Lengths are in units: the short side of the canvas is 720 of them, as sizes of text are. The renderer has the last word.
"""

from storyboard.checks import legibility, letters, pace, placement
from storyboard.checks.layout import lay_out
from storyboard.schema import Canvas, Palette, Scene

MOST = 6  # a model that gets more mends none


def find_flaws(scene: Scene, canvas: Canvas, palette: Palette) -> list[str]:
    """A sentence each, which names the layer and says what to do; [] for a scene that can be shown."""
    layout = lay_out(scene, canvas)
    found = [
        *placement.off_canvas(layout),
        *placement.overlaps(layout),
        *placement.hidden(layout),
        *legibility.cut(layout),
        *legibility.too_small(layout),
        *legibility.low_contrast(layout, palette),
        *letters.lookalike_letters(layout),
        *pace.empty_start(layout),
        *pace.stands_still(layout),
    ]
    return found[:MOST]
