"""What stands where a picture would: a landscape of a few shapes in the colours of the video."""

from storyboard.templates.layout_context import Layers, LayoutContext, Place
from storyboard.templates.shapes import disc, faint, pen, rect, ring, solid


def panel(layout: LayoutContext, place: Place, radius: float) -> Layers:
    x, y, w, h = place
    short = min(w, h)
    sun = (x + w * 0.64, y + h * 0.32)
    r = short * 0.15
    bow = radius / w * 100, radius / h * 100
    return [
        rect(layout, "panel", place, fill="surface", radius=radius, enter=layout.enter("grow", 0.05, 0.9)),
        ring(
            layout, "halo", sun, r * 1.75, stroke="accent3", at=0.5, thick=2.5, keyframes=faint(layout, 0.7, scale=1.1)
        ),
        disc(
            layout,
            "sun",
            sun,
            r,
            fill="accent2",
            enter=layout.enter("float", 0.3, 1.2),
            keyframes=faint(layout, 1, dy=-2),
        ),
        solid(
            layout,
            "far-hill",
            place,
            _hill(46, 30, 60, 38, bow),
            fill="accent",
            enter=layout.enter("rise", 0.35, 1),
            keyframes=faint(layout, 0.55),
        ),
        solid(
            layout, "near-hill", place, _hill(70, 82, 52, 66, bow), fill="accent", enter=layout.enter("rise", 0.5, 1)
        ),
        pen(
            layout,
            "ridge",
            place,
            "M1 70 C26 58 34 88 56 74 S86 52 99 62",
            stroke="accent3",
            at=0.8,
            thick=5,
            lasting=1.3,
        ),
    ]


def _hill(left: float, first: float, second: float, right: float, bow: tuple[float, float]) -> str:
    """A ridge, and below it the foot of the panel with its round corners."""
    bx, by = bow
    ridge = f"M0 {left} C22 {first - 14} 34 {first + 20} 54 {second + 8} S86 {right - 14} 100 {right}"
    return f"{ridge} V{100 - by:.2f} Q100 100 {100 - bx:.2f} 100 H{bx:.2f} Q0 100 0 {100 - by:.2f} Z"
