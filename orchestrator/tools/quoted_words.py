"""Words in quotes are to be shown exactly as they are: those of an instruction that a scene does not show."""

import re

from orchestrator.prompt.scene_words import words_of
from storyboard.schema import Scene

_QUOTED = re.compile(r"\"([^\"\n]{1,200})\"|“([^”\n]{1,200})”|„([^“”\n]{1,200})[“”]|«([^»\n]{1,200})»")
_SIGNS = re.compile(r"\W+")


def missing_words(instruction: str, before: Scene | None, after: Scene) -> list[str]:
    """In the order of the instruction. What the scene showed or was called before is spoken of, not asked for."""
    spoken_of = _plain([*words_of(before), before.name]) if before else ""
    shown = _plain([*words_of(after), after.name])
    quoted = [next(filter(None, match.groups())).strip() for match in _QUOTED.finditer(instruction)]
    return [each for each in quoted if _plain([each]) not in shown and _plain([each]) not in spoken_of]


def note_missing(instruction: str, before: Scene | None, after: Scene) -> str:
    """A sentence for the model, or "" if everything stands there."""
    missing = missing_words(instruction, before, after)
    return f"Not in the scene word for word: {', '.join(f'“{each}”' for each in missing)}." if missing else ""


def _plain(words: list[str]) -> str:
    """Neither breaks of lines and layers nor capitals and signs make other words."""
    return _SIGNS.sub("", " ".join(words)).casefold()
