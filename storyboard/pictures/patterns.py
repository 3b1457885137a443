"""Patterns that we draw ourselves: SVG in the colours of a palette, clear between the shapes, the same every time."""

from collections.abc import Callable, Iterator
from math import sin, tau
from random import Random
from typing import Final

from storyboard.schema import Palette

Drawing = Callable[[Palette, int, int], Iterator[str]]

OPACITY = 0.55  # words lie over it


def pattern_svg(name: str, palette: Palette, width: int, height: int) -> bytes:
    """`name` is one of PATTERNS; the sizes are in pixels."""
    shapes = "".join(PATTERNS[name](palette, width, height))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    return f'{head}<g opacity="{OPACITY}">{shapes}</g></svg>'.encode()


def _dots(palette: Palette, width: int, height: int) -> Iterator[str]:
    step = min(width, height) / 12
    for row in range(int(height / step) + 2):
        for column in range(int(width / step) + 2):
            x, y = (column + row % 2 / 2) * step, row * step
            hue = (palette.accent, palette.accent2, palette.accent3)[(column + row) % 3]
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{step * 0.13:.1f}" fill="{hue}"/>'


def _stripes(palette: Palette, width: int, height: int) -> Iterator[str]:
    step = min(width, height) / 9
    for number in range(int((width + height) / step) + 1):
        x, hue = number * step, (palette.accent, palette.accent2)[number % 2]
        yield (
            f'<path d="M{x:.1f} 0L{x - height:.1f} {height}" stroke="{hue}" stroke-width="{step * 0.22:.1f}"'
            f' fill="none"/>'
        )


def _waves(palette: Palette, width: int, height: int) -> Iterator[str]:
    rows = 9
    for row in range(rows):
        y, hue = height * (row + 0.5) / rows, (palette.accent, palette.accent3, palette.accent2)[row % 3]
        points = " ".join(
            f"{width * i / 80:.1f},{y + height / 34 * sin(tau * (i / 20 + row / 4)):.1f}" for i in range(81)
        )
        yield f'<polyline points="{points}" stroke="{hue}" stroke-width="{height / 120:.1f}" fill="none"/>'


def _rings(palette: Palette, width: int, height: int) -> Iterator[str]:
    for centre_x, centre_y in ((width * 0.86, height * 0.2), (width * 0.1, height * 0.9)):
        for ring in range(1, 8):
            hue, r = (palette.accent, palette.accent2, palette.accent3)[ring % 3], min(width, height) * 0.075 * ring
            yield (
                f'<circle cx="{centre_x:.1f}" cy="{centre_y:.1f}" r="{r:.1f}" stroke="{hue}"'
                f' stroke-width="{min(width, height) / 110:.1f}" fill="none"/>'
            )


def _confetti(palette: Palette, width: int, height: int) -> Iterator[str]:
    dice, side = Random(7), min(width, height) / 40  # noqa: S311 - it only scatters
    for number in range(110):
        x, y, turn = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0, 180)
        hue = (palette.accent, palette.accent2, palette.accent3)[number % 3]
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side * 0.45:.1f}" fill="{hue}"'
            f' transform="rotate({turn:.0f} {x:.1f} {y:.1f})"/>'
        )


def _triangles(palette: Palette, width: int, height: int) -> Iterator[str]:
    side = min(width, height) / 6
    for row in range(int(height / side) + 1):
        for column in range(int(width / side) + 1):
            x, y, hue = (
                column * side,
                row * side,
                (palette.accent, palette.accent3, palette.accent2)[(column * 2 + row) % 3],
            )
            corner = side * 0.62
            points = (
                f"{x},{y} {x + corner},{y} {x},{y + corner}"
                if (column + row) % 2
                else (f"{x + corner},{y + corner} {x},{y + corner} {x + corner},{y}")
            )
            yield f'<polygon points="{points}" fill="{hue}"/>'


PATTERNS: Final[dict[str, Drawing]] = {
    "dots": _dots,
    "stripes": _stripes,
    "waves": _waves,
    "rings": _rings,
    "confetti": _confetti,
    "triangles": _triangles,
}
