"""A JSON schema in the few keywords that all model servers know, whatever it was written in; see `server_schemas`."""

from collections.abc import Callable, Mapping
from typing import Any

Schema = dict[str, Any]

NULL: Schema = {"type": "null"}
_COPIED = ("type", "enum", "additionalProperties")
_RANGES = (
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " entries"),
    ("minimum", "maximum", ""),
    ("exclusiveMinimum", "exclusiveMaximum", ", both excluded"),
)
_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number"}


def subset(schema: Mapping[str, Any]) -> Schema:
    """What `schema` means, in words where there is no keyword for it, with what it refers to in place. Idempotent.

    Raises ValueError for a recursive schema.
    """
    return _subset(_inline_references(schema))


def transform(schema: Mapping[str, Any], change: Callable[[Schema], Schema]) -> Schema:
    """`change` applied to each schema within a schema, the innermost first."""
    node = dict(schema)
    if "properties" in node:
        node["properties"] = {name: transform(each, change) for name, each in node["properties"].items()}
    if isinstance(node.get("items"), Mapping):
        node["items"] = transform(node["items"], change)
    if "anyOf" in node:
        node["anyOf"] = [transform(each, change) for each in node["anyOf"]]
    return change(node)


def describe(node: Schema, words: str) -> Schema:
    """`node` with these words at the end of its description."""
    description = node.get("description", "")
    joined = "; ".join(filter(None, (description.removesuffix("."), words)))
    return {**node, "description": joined} if words else node


def list_choices(values: list[Any]) -> str:
    return f"one of: {', '.join(map(str, values))}"


def _inline_references(schema: Mapping[str, Any]) -> Schema:
    """`schema` with what it refers to in place of each `$ref`."""
    definitions = {**schema.get("definitions", {}), **schema.get("$defs", {})}

    def resolve(value: Any, within: tuple[str, ...]) -> Any:
        if isinstance(value, list):
            return [resolve(each, within) for each in value]
        if not isinstance(value, Mapping):
            return value
        reference = value.get("$ref")
        if not isinstance(reference, str):  # a property may be called so
            return {key: resolve(each, within) for key, each in value.items()}
        name = reference.rpartition("/")[2]
        if name in within:
            raise ValueError(f"the schema is recursive: {' > '.join((*within, name))}")
        beside = {key: resolve(each, within) for key, each in value.items() if key != "$ref"}
        return {**resolve(definitions[name], (*within, name)), **beside}

    body = {key: value for key, value in schema.items() if key not in ("$defs", "definitions")}
    return dict(resolve(body, ()))


def _subset(schema: Mapping[str, Any]) -> Schema:
    """The same schema in the common keywords. Nothing stands beside an `anyOf` but its description."""
    schema = _plain(schema)
    options = [_subset(each) for each in schema.get("anyOf", ())]
    if options:
        return _union(options, schema.get("description", ""))
    node = {key: schema[key] for key in _COPIED if key in schema}
    if "description" in schema:
        node["description"] = schema["description"]
    node = describe(node, "; ".join(_bounds(schema)))
    if "items" in schema:
        node["items"] = _subset(schema["items"])
    if node.get("type") == "object":
        properties = schema.get("properties", {})
        node["properties"] = {name: _subset(each) for name, each in properties.items()}
        if required := [name for name in properties if name in schema.get("required", ())]:
            node["required"] = required  # an empty list is refused by validators of draft 4
        node.setdefault("additionalProperties", False)
    return node


def _plain(schema: Mapping[str, Any]) -> Schema:
    """`const`, `oneOf`, `allOf` of one, a list of types and a null among values, each as what all servers know for it."""
    node = dict(schema)
    if len(node.get("allOf", ())) == 1:
        node = {**node["allOf"][0], **{key: value for key, value in node.items() if key != "allOf"}}
    if "const" in node:
        node["enum"] = [node.pop("const")]
    if "oneOf" in node:
        node["anyOf"] = node.pop("oneOf")
    values = node.get("enum")
    if values is not None and None in values:
        rest = [value for value in values if value is not None]
        types = [each for each in _as_list(node.get("type")) if each != "null"]
        option = {**node, "enum": rest, "type": types[0] if types else _TYPES[type(rest[0])]} if rest else NULL
        return {"anyOf": [option, NULL]} if rest else dict(NULL)
    if values is not None and "type" not in node:
        node["type"] = _TYPES[type(values[0])]
    if isinstance(node.get("type"), list):
        types = node.pop("type")
        return {"anyOf": [dict(NULL) if each == "null" else {**node, "type": each} for each in types]}
    return node


def _as_list(types: Any) -> list[str]:
    return types if isinstance(types, list) else [types] if types else []


def _union(options: list[Schema], description: str) -> Schema:
    flat = [each for option in options for each in option.get("anyOf", [option])]
    choices = [each for each in flat if each != NULL]
    nulls = [dict(NULL)] if len(choices) < len(flat) else []
    if len(choices) == 1:
        [only] = choices
        only = describe({**only, "description": description}, only.get("description", "")) if description else only
        return {"anyOf": [only, *nulls]} if nulls else only
    return {**({"description": description} if description else {}), "anyOf": [*choices, *nulls]}


def _bounds(schema: Mapping[str, Any]) -> list[str]:
    words = []
    for low, high, unit in _RANGES:
        match schema.get(low), schema.get(high):
            case None, None:
                continue
            case 1, most if low == "minLength" and most:
                words.append(f"at most {most}{unit}")
            case None, most:
                words.append(f"at most {most:g}{unit}")
            case least, None:
                words.append(f"at least {least:g}{unit}")
            case least, most:
                words.append(f"{least:g} to {most:g}{unit}")
    if "format" in schema:
        words.append(f"format: {schema['format']}")
    return words
