"""Characters that no database and no encoder takes: NUL, and half of a surrogate pair."""

from typing import Any


def to_storable(text: str) -> str:
    """The same text without NUL. Two halves of a character are joined, U+FFFD replaces a single half."""
    text = text.replace("\0", "")
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def to_storable_json(value: Any) -> Any:
    """The same JSON value with `to_storable` applied to each of its texts."""
    if isinstance(value, str):
        return to_storable(value)
    if isinstance(value, list):
        return [to_storable_json(each) for each in value]
    if isinstance(value, dict):
        return {to_storable(key): to_storable_json(each) for key, each in value.items()}
    return value
