"""Spans as bars: an SVG, since the page's policy allows no inline styles."""

from typing import Any

from django import template

from operations.waterfall import Span

register = template.Library()
WIDTH = 1000.0  # units of the drawing, which is as wide as the page


@register.inclusion_tag("operations/waterfall.html")
def waterfall(spans: list[Span]) -> dict[str, Any]:
    """Each bar with its place and size; the longest time is as wide as the drawing."""
    whole = max((span.begin + span.length for span in spans), default=0) or 1
    bars = [
        {"span": span, "x": span.begin / whole * WIDTH, "width": max(2.0, span.length / whole * WIDTH)}
        for span in spans
    ]
    return {"bars": bars, "whole": whole}
