"""The quoted words of an instruction that a scene does not show word for word."""

import re

from orchestrator.prompt.scene_words import words_of
from storyboard.schema import Scene

_QUOTED = re.compile(r"\"([^\"\n]{1,200})\"|“([^”\n]{1,200})”|„([^“”\n]{1,200})[“”]|«([^»\n]{1,200})»")
_PUNCTUATION = re.compile(r"\W+")


def missing_words(instruction: str, before: Scene | None, after: Scene) -> list[str]:
    """In the order of the instruction. Words that the scene showed before, or its old name, are references, not requests."""
    referenced = _normalize([*words_of(before), before.name]) if before else ""
    visible = _normalize([*words_of(after), after.name])
    quoted = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(instruction)]
    return [each for each in quoted if _normalize([each]) not in visible and _normalize([each]) not in referenced]


def describe_missing_words(instruction: str, before: Scene | None, after: Scene) -> str:
    """A sentence for the model; "" if no words are missing."""
    missing = missing_words(instruction, before, after)
    return f"Not in the scene word for word: {', '.join(f'“{each}”' for each in missing)}." if missing else ""


def _normalize(words: list[str]) -> str:
    """Ignores line and layer breaks, case and punctuation."""
    return _PUNCTUATION.sub("", " ".join(words)).casefold()
