"""A document of an earlier version as one of this version: a function for each step, of plain JSON, in place.

A new version needs: the number in `VERSION`, a step in `STEPS`, a document of the version before in
`tests/storyboard/versions/`, and its line in docs/storyboard.md.
"""

from collections.abc import Callable
from typing import Any, Final

Json = dict[str, Any]

VERSION: Final = 2


def version_of(document: Json) -> int:
    """The version of a document: the field exists from version 2 on. 0: the field holds no version."""
    version = document.get("version", 1)
    return version if isinstance(version, int) and not isinstance(version, bool) else 0


def migrate(document: Json) -> Json:
    """Up to this version, step by step. One that is no older is returned as it is."""
    version = version_of(document)
    while version in STEPS:
        STEPS[version](document)
        version += 1
        document["version"] = version
    return document


def _to_2(document: Json) -> None:
    """Every field of version 2 is optional; only `version` is added."""


STEPS: Final[dict[int, Callable[[Json], None]]] = {1: _to_2}
