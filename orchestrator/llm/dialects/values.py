"""Values of an event as what they should be, or as nothing: a server may send anything anywhere."""

import json
from collections.abc import Mapping
from typing import Any


def as_dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """One alone is a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def as_text(value: Any) -> str:
    """The text of a string, of a part of content, or of a list of them."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(map(as_text, value))
    return as_text(as_dict(value).get("text", ""))


def as_count(*values: Any) -> int:
    """The first that is a number of tokens, or 0."""
    return next((int(value) for value in values if isinstance(value, int | float) and 0 < value < 1 << 53), 0)


def as_object(text: str) -> dict[str, Any] | None:
    """The JSON object that a text is, or None."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
