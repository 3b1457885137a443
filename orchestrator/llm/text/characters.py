"""Characters that no store and no encoder takes: NUL, and halves of a character."""

from typing import Any


def storable(text: str) -> str:
    """The same text without NUL. Two halves become their character, U+FFFD stands where the other half is missing."""
    text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def storable_json(value: Any) -> Any:
    """The same with every text in a JSON value."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [storable_json(each) for each in value]
    if isinstance(value, dict):
        return {storable(key): storable_json(each) for key, each in value.items()}
    return value
