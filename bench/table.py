"""The figures as a table for people."""

from collections.abc import Sequence

from bench.figures import Figure, rounded

_WIDTHS = (4, 46, 12, 14)


def draw(figures: Sequence[Figure]) -> str:
    """One line per number: figure, what, value, goal, and whether it is met."""
    lines = [_line("", "", "value", "goal", "met")]
    for figure in figures:
        lines.append(_line(figure.name, figure.title, "", "", ""))
        for check in figure.checks:
            value = "–" if check.value is None else f"{rounded(check.value):g}{check.unit}"
            met = {True: "yes", False: "NO", None: "–"}[check.met]
            lines.append(_line("", check.name, value, f"{check.bound} {check.goal:g}{check.unit}", met))
        lines += [_line("", f"left out: {what} ({why})", "", "", "") for what, why in figure.left_out.items()]
    return "\n".join(lines)


def _line(*cells: str) -> str:
    *padded, last = cells
    return "  ".join([*(cell.ljust(width) for cell, width in zip(padded, _WIDTHS, strict=True)), last]).rstrip()
