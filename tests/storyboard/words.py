"""Slots of any length for any template, made from its own schema."""

from functools import cache
from typing import Any

from storyboard.templates import TEMPLATES

LOREM = "Good coffee takes time, patience and a wide open window on the morning sun again"


def text(length: int, most: int, words: str) -> str:
    return words[: min(length, most)].strip().ljust(min(length, most), words[-1])


def slots(name: str, length: int, *, full: bool = True, words: str = LOREM) -> dict[str, Any]:
    """Every text of this length, or as long as it may be. `full`: with all that may be left out, and the longest lists."""
    schema = _schema(name)
    wanted = schema["properties"] if full else schema["required"]
    made = {key: _value(schema["properties"][key], length, full, words) for key in wanted if key != "asset_id"}
    return made | {"labels": []} if "labels" in made else made


@cache
def _schema(name: str) -> dict[str, Any]:
    return TEMPLATES[name].slots.model_json_schema()


def _value(field: dict[str, Any], length: int, full: bool, words: str) -> Any:
    field = next((each for each in field.get("anyOf", []) if each["type"] != "null"), field)
    if field["type"] == "array":
        count = field["maxItems"] if full else field.get("minItems", 0)
        return [_value(field["items"], length, full, words) for _ in range(count)]
    if field["type"] == "number":
        return 1234.5
    if "enum" in field:
        return field["enum"][0]
    return text(length, field["maxLength"], words)
