"""The figures as a picture: each number as a bar beside its goal, drawn so that the goal is one line for all."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.figures import Check, Figure, rounded

_ROW, _LEFT, _WIDE, _GOAL = 22, 330, 420, 210  # pixels; a bar that ends at _GOAL is exactly at its goal
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1c1c1e}.dim{fill:#6b6b70}.met{fill:#2f7d5b}.missed{fill:#b4432f}"
    "rect.bar{opacity:.85}@media(prefers-color-scheme:dark){text{fill:#ececee}.dim{fill:#a0a0a6}}"
)


def draw(figures: Sequence[Figure]) -> str:
    """An SVG. Bars are value / goal: shorter than the line is better, unless the goal is a least (then the other way)."""
    rows = [(figure, check) for figure in figures for check in figure.checks if check.value is not None]
    height = _ROW * (len(rows) + 3)
    parts = [_row(number, figure, check) for number, (figure, check) in enumerate(rows, start=2)]
    line = f'<path d="M{_LEFT + _GOAL} {_ROW * 1.5} V{height - _ROW}" stroke="#888" stroke-dasharray="3 3"/>'
    head = (
        f'<text x="{_LEFT + _GOAL}" y="{_ROW}" text-anchor="middle" class="dim">goal</text>'
        f'<text x="{_LEFT - 10}" y="{_ROW}" text-anchor="end" class="dim">bars end left of the line: better than it</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDE + 160} {height}" role="img" '
        f'aria-label="Figures beside their goals"><style>{_STYLE}</style>{head}{line}{"".join(parts)}</svg>\n'
    )


def _row(number: int, figure: Figure, check: Check) -> str:
    assert check.value is not None
    y = _ROW * number
    share = check.goal / max(check.value, 1e-9) if check.bound == ">=" else check.value / check.goal
    length = max(2, min(_WIDE, round(_GOAL * share)))
    label = escape(f"{rounded(check.value):g}{check.unit}  ({check.bound} {check.goal:g}{check.unit})")
    return (
        f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{escape(f"{figure.name} {check.name}")}</text>'
        f'<rect class="bar {"met" if check.met else "missed"}" x="{_LEFT}" y="{y - 7}" width="{length}" height="14" rx="3"/>'
        f'<text x="{_LEFT + length + 8}" y="{y + 4}" class="dim">{label}</text>'
    )
