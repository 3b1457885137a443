"""Which scene of a plan the person means: "scene 2", "the last scene", "the logo scene", "the opening"."""

import re
from collections.abc import Iterator

from orchestrator.llm.demo.numbers import NUMBER, ORDINAL, ordinal, value
from orchestrator.llm.demo.plan import Plan

_BY_NUMBER = re.compile(rf"\b(?:scene|shot)s?\s+(?:number\s+|no\.?\s*|#\s*)?(?P<number>{NUMBER})", re.I)
_BY_ORDINAL = re.compile(rf"\b(?P<ordinal>{ORDINAL})\s+(?:scene|shot|one)\b", re.I)
_BY_PLACE = re.compile(
    r"\b(?:(?P<place>last|final|first)\s+(?:scene|shot|one)|(?P<part>opening|closing|ending)(?:\s+(?:scene|shot))?)\b",
    re.I,
)


class NoSuchScene(Exception):
    """The message names a scene that the plan does not have; `str` is how the person named it."""


def find(text: str, plan: Plan) -> tuple[int, int, int] | None:
    """Return (place counted from 0, start, end) of the scene named first in `text`. Raises `NoSuchScene`."""
    named = sorted(_named(text, plan), key=lambda found: found[1])
    if not named:
        if match := re.search(r"\bthe\s+([\w-]+)\s+scene\b", text, re.I):
            raise NoSuchScene(match[0])
        return None
    place, start, end = named[0]
    if not 0 <= place < len(plan.scenes):
        raise NoSuchScene(text[start:end].strip())
    return named[0]


def _named(text: str, plan: Plan) -> Iterator[tuple[int, int, int]]:
    for match in _BY_NUMBER.finditer(text):
        yield int(value(match["number"])) - 1, match.start(), match.end()
    for match in _BY_ORDINAL.finditer(text):
        yield ordinal(match["ordinal"]) - 1, match.start(), match.end()
    for place, scene in enumerate(plan.scenes):
        for match in re.finditer(rf"\b{re.escape(scene.name)}(?!\w)(?:\s+(?:scene|shot))?", text, re.I):
            yield place, match.start(), match.end()
    for match in _BY_PLACE.finditer(text):
        yield (
            0 if match[0].lower().startswith(("opening", "first")) else len(plan.scenes) - 1,
            match.start(),
            match.end(),
        )


def all_numbers(text: str, plan: Plan) -> list[int]:
    """Return the places of every scene numbered in `text`, for "swap scenes 1 and 3"."""
    numbers = [int(value(number)) for number in re.findall(r"\d+", text)]
    if any(not 1 <= number <= len(plan.scenes) for number in numbers):
        raise NoSuchScene(f"scene {next(number for number in numbers if not 1 <= number <= len(plan.scenes))}")
    return [number - 1 for number in numbers]
