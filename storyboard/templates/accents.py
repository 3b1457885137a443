"""Ornaments that several templates share."""

from math import cos, pi, sin

from storyboard.templates.layout_context import Layers, LayoutContext, Point
from storyboard.templates.shapes import disc, faint, pen, ring

ARM = 70  # units: how long the arms of a corner are


def planets(layout: LayoutContext, centre: Point, far: float) -> Layers:
    """A sun, its rings, and a moon that goes round: a stroke as wide as its ring, so that it has no hole."""
    x, y = centre
    box = (x - far, y - far, 2 * far, 2 * far)
    moon = "M50 -2 A2 2 0 1 1 49.9 -2 Z"
    going, turning = faint(layout, 1, rotate=140), faint(layout, 1, rotate=-50)
    return [
        disc(layout, "core", centre, far * 0.34, fill="accent2", enter=layout.enter("pop", 0.25, 1, "spring")),
        ring(layout, "ring", centre, far * 0.64, stroke="accent3", at=0.3, thick=4),
        ring(layout, "halo", centre, far, stroke="accent2", at=0.45, thick=2, keyframes=faint(layout, 0.4)),
        pen(layout, "moon", box, moon, stroke="accent3", at=0.5, thick=0.08 * far, lasting=0.2, keyframes=going),
        pen(layout, "arc", box, "M50 -10 A60 60 0 0 1 110 50", stroke="accent", at=0.6, thick=5, keyframes=turning),
    ]


def corners(layout: LayoutContext, inset: float, hues: tuple[str, str], *, all_four: bool = False) -> Layers:
    """The corners of a frame, drawn: two that face each other, or all."""
    w, h = layout.width - 2 * inset, layout.height - 2 * inset
    a, b = round(100 * ARM / w, 2), round(100 * ARM / h, 2)
    upper, lower = f"M0 {b} V0 H{a}", f"M100 {100 - b} V100 H{100 - a}"
    if all_four:
        upper, lower = f"{upper} M{100 - a} 0 H100 V{b}", f"{lower} M0 {100 - b} V100 H{a}"
    frame = (inset, inset, w, h)
    return [
        pen(layout, "corner-a", frame, upper, stroke=hues[0], at=0.15, thick=6, lasting=0.9),
        pen(layout, "corner-b", frame, lower, stroke=hues[1], at=0.3, thick=6, lasting=0.9),
    ]


def arc(part: float) -> str:
    """So much of a circle, from its top."""
    angle = (min(part, 0.9999) * 2 - 0.5) * pi
    x, y = round(50 + 50 * cos(angle), 2), round(50 + 50 * sin(angle), 2)
    return f"M50 0 A50 50 0 {int(part > 0.5)} 1 {x} {y}"
