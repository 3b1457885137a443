"""Lengths of time as people write them, and a length cut into parts that add up to it exactly."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from orchestrator.llm.demo.numbers import NUMBER, value

_UNITS = {"h": 3600, "m": 60, "s": 1}
_AMOUNT = (
    r"(?P<amount>half[\s-]+an?|half|three\s+quarters\s+of\s+an?|a\s+quarter\s+of\s+an?|a\s+couple\s+of|a\s+few|an?"
    rf"|{NUMBER})"
)
_UNIT = r"(?P<unit>hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])"
_LENGTH = re.compile(
    rf"(?:\b|(?<=\d[mh])){_AMOUNT}(?P<half>\s+and\s+a\s+half)?[\s-]*{_UNIT}(?P<more>\s+and\s+a\s+half)?", re.I
)
_CLOCK = re.compile(r"\b(\d{1,2}):([0-5]\d)\b(?!\s*(?:format|ratio|aspect))", re.I)
_RATIOS = {"16:10", "9:16", "4:5", "21:9"}
_AMOUNTS = (
    (r"half", 0.5),
    (r"three\s+q", 0.75),
    (r"a\s+quarter", 0.25),
    (r"a\s+couple", 2),
    (r"a\s+few", 3),
    (r"an?$", 1),
)


@dataclass(frozen=True, slots=True)
class Span:
    """A length in seconds, to a tenth, and where in the text it stands."""

    seconds: float
    start: int
    end: int


def find(text: str) -> list[Span]:
    """Return the lengths in `text`, in order; "1 minute and 20 seconds" is one of 80 seconds."""
    spans: list[Span] = []
    for match in _LENGTH.finditer(text):
        # "a second scene" counts scenes, not time
        if re.fullmatch(r"an?", match["amount"], re.I) and re.match(r"\s+(scene|one|part|shot)", text[match.end() :]):
            continue
        if re.fullmatch(r"an?[hms]", match[0], re.I):  # "as" and "am" are words
            continue
        span = Span(_seconds(match), match.start(), match.end())
        between = text[spans[-1].end : span.start] if spans else "x"
        if re.fullmatch(r"[\s,]*(?:and)?\s*", between) and span.seconds < 60 <= spans[-1].seconds:
            first = spans.pop()
            span = Span(first.seconds + span.seconds, first.start, span.end)
        spans.append(span)
    for match in _CLOCK.finditer(text):
        if match[0] not in _RATIOS:
            spans.append(Span(60.0 * int(match[1]) + int(match[2]), match.start(), match.end()))
    return sorted(spans, key=lambda span: span.start)


def _seconds(match: re.Match[str]) -> float:
    written, unit = match["amount"].lower(), _UNITS[match["unit"][0].lower()]
    known = next((number for pattern, number in _AMOUNTS if re.match(pattern, written)), None)
    amount = value(written) if known is None else known
    return round((amount + (0.5 if match["half"] or match["more"] else 0)) * unit, 1)


def shares(total: float, weights: Sequence[float]) -> list[float]:
    """Cut `total` seconds by weight, in whole seconds if each part can have one, else in tenths; the sum is exact."""
    per_second = 1 if total == int(total) and total >= len(weights) else 10
    units = round(total * per_second)
    fits = units // len(weights)
    least = min(5, fits) if per_second == 10 else 1  # half a second is seen, less is not
    spare = units - least * len(weights)
    ideal = [spare * weight / sum(weights) for weight in weights]
    parts = [int(part) for part in ideal]
    by_remainder = sorted(range(len(parts)), key=lambda place: parts[place] - ideal[place])
    for place in by_remainder[: spare - sum(parts)]:
        parts[place] += 1
    return [(part + least) / per_second for part in parts]


def spoken(seconds: float) -> str:
    """Return e.g. "20 seconds", "1 second", "1 minute", "1 minute 20 seconds"."""
    minutes, rest = divmod(round(seconds, 1), 60)
    parts = [f"{count:g} {unit}{'' if count == 1 else 's'}" for count, unit in ((minutes, "minute"), (rest, "second"))]
    return " ".join(part for part in parts if not part.startswith("0 ")) or "0 seconds"
