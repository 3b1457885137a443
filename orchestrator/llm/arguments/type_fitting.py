"""Converts arguments to the types of the tool's schema.

A call in tags has text alone; some models write lists as JSON in a string, or one thing where a list of them is wanted.
Only certain conversions are made; the tool itself validates the rest.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from orchestrator.llm.arguments.lenient_json import decode, encode

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_TRUTHS = {"true": True, "false": False}
_KINDS = {
    bool: "boolean",
    str: "string",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
    type(None): "null",
}

Schema = Mapping[str, Any]


def fit_types(arguments: str, parameters: Schema) -> str:
    """Return the JSON text `arguments` with each value in the type that `parameters` (a JSON schema) wants, if that is plain."""
    try:
        value = json.loads(arguments)
        fitted = _Fit(parameters).value(value, parameters)
        text = encode(fitted)
        return arguments if text == encode(value) else text
    except (ValueError, RecursionError):
        return arguments


class _Fit:
    def __init__(self, root: Schema) -> None:
        self._root = root

    def value(self, value: Any, schema: Schema) -> Any:
        options = list(self._options(schema))
        types = {kind for option in options for kind in _types(option)}
        if types and not _is_one_of(value, types):
            value = self._convert(value, types, options)
        if isinstance(value, str):
            return _choose(value, options)
        if isinstance(value, dict):
            return self._object(value, options)
        if isinstance(value, list):
            items = [option["items"] for option in options if isinstance(option.get("items"), Mapping)]
            return [self.value(each, items[0]) for each in value] if len(items) == 1 else value
        return value

    def _object(self, value: dict[str, Any], options: list[Schema]) -> dict[str, Any]:
        objects = [option for option in options if "properties" in option]
        if len(objects) != 1:  # which of several it is, only the reader of the arguments knows
            return value
        properties, required = objects[0]["properties"], objects[0].get("required", ())
        fitted = {key: self.value(each, properties[key]) if key in properties else each for key, each in value.items()}
        return {
            key: each
            for key, each in fitted.items()
            if each is not None or self._may_be_null(key, properties, required)
        }

    def _may_be_null(self, key: str, properties: Schema, required: Any) -> bool:
        """A field that may be left out, but not be null, was left out."""
        if key not in properties or key in required:
            return True
        types = {kind for option in self._options(properties[key]) for kind in _types(option)}
        return not types or "null" in types

    def _convert(self, value: Any, types: set[str], options: list[Schema]) -> Any:
        if isinstance(value, str):
            value = _read(value.strip(), value, types)
            if _is_one_of(value, types) or (isinstance(value, str) and value.strip()[:1] in ("[", "{")):
                return value
        if "string" in types and isinstance(value, int | float) and not isinstance(value, bool):
            return json.dumps(value)
        if "array" in types and value is not None and any(self._is_item(value, option) for option in options):
            return [value]
        return value

    def _is_item(self, value: Any, schema: Schema) -> bool:
        items = schema.get("items")
        if not isinstance(items, Mapping):
            return False
        return _is_one_of(value, {kind for option in self._options(items) for kind in _types(option)})

    def _options(self, schema: Any, depth: int = 0) -> Iterator[Schema]:
        """The schema, or those it leaves the choice of, without references."""
        if not isinstance(schema, Mapping) or depth > 8:
            return
        if isinstance(schema.get("$ref"), str):
            target: Any = self._root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target.get(part) if isinstance(target, Mapping) else None
            yield from self._options(target, depth + 1)
        elif choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            for choice in choices:
                yield from self._options(choice, depth + 1)
        else:
            yield schema


def _choose(value: str, options: list[Schema]) -> str:
    """The one word of a fixed set with the same letters, whatever their case and what stands between them."""
    texts = [option for option in options if "string" in _types(option)]
    words = [word for option in texts for word in option.get("enum", ()) if isinstance(word, str)]
    same = [word for word in words if _letters(word) == _letters(value)]
    is_fixed = all("enum" in option for option in texts)
    return same[0] if is_fixed and value not in words and len(same) == 1 else value


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _types(schema: Schema) -> list[str]:
    kind = schema.get("type")
    if isinstance(kind, str):
        return [kind]
    if isinstance(kind, list):
        return [each for each in kind if isinstance(each, str)]
    values = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return [_KINDS[type(each)] for each in values if type(each) in _KINDS]


def _is_one_of(value: Any, types: set[str]) -> bool:
    if isinstance(value, str) and "null" in types and value.strip() in ("null", "None"):
        return False
    kind = _KINDS.get(type(value), "")
    return kind in types or (kind == "integer" and "number" in types)


def _read(text: str, original: str, types: set[str]) -> Any:
    """The value of a string where the schema wants another type."""
    if "null" in types and text in ("", "null", "None") and not (text == "" and "string" in types):
        return None
    if "boolean" in types and text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if types & {"number", "integer"} and _NUMBER.fullmatch(text):
        return json.loads(text)
    if types & {"array", "object"} and text[:1] in ("[", "{"):
        try:
            value = decode(text)
        except ValueError:
            return original
        return value if _is_one_of(value, types) or isinstance(value, dict) else original
    return original
