"""JSON schemas as every model server takes them.

Servers refuse what they do not know, each something else: llama.cpp a `pattern` without ^ and $, OpenAI's strict mode `default`
and an object that leaves a property optional, Gemini `$ref` and `const`, Anthropic bounds. What is sent is therefore the subset
that all of them take: `type`, `enum`, `description`, `properties`, `required`, `additionalProperties`, `items`, `anyOf`. Bounds
stand in words in the description; what comes back is checked by who asked, with pydantic.

Sources: https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas,
https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations,
https://ai.google.dev/api/caching#Schema, `json-schema-to-grammar.cpp` of llama.cpp.
"""

from collections.abc import Collection, Mapping
from typing import Any

from orchestrator.llm.schemas.subset import NULL, Schema, describe, list_choices, subset, transform

NONE_IN_WORDS = '"" for none'


def common(schema: Mapping[str, Any]) -> Schema:
    """The subset for a whole answer: every property is required, and no object takes others.

    A string that may be left out is then "", which needs no union (Anthropic takes 16 of them at most); whatever else may be
    left out is null. Idempotent. Raises ValueError for a recursive schema, which half of the servers refuse.
    """
    return transform(subset(schema), _require_all)


def for_tool(schema: Mapping[str, Any]) -> Schema:
    """The subset for the arguments of a tool: what may be left out is not required, and each property has one plain type.

    Chat templates of small models write the `type` of a property into the prompt, and fail on a union. Raises as `common`.
    """
    return transform(subset(schema), _drop_nulls)


def for_google(schema: Mapping[str, Any]) -> Schema:
    """The subset of OpenAPI that all endpoints of Gemini take: `nullable` for null, strings alone in an `enum`.

    {} for an object without properties, which Gemini refuses: leave the parameters of such a tool out. Raises as `common`.
    """
    return transform(subset(schema), _to_openapi)


def without(schema: Mapping[str, Any], keywords: Collection[str]) -> Schema:
    """`schema` without keywords that a server has refused. Where possible their meaning is moved into the description."""

    def reduce(node: Schema) -> Schema:
        if "anyOf" in node and "anyOf" in keywords:
            node = _replace_union(node)
        if "enum" in node and "enum" in keywords:
            node = describe(node, list_choices(node["enum"]))
        return {key: value for key, value in node.items() if key not in keywords}

    return transform(schema, reduce)


def _non_null(node: Schema) -> Schema | None:
    """What `node` is if it is not null; None if it is no such union."""
    options = node.get("anyOf", [])
    return options[0] if len(options) == 2 and options[1] == NULL else None


def _require_all(node: Schema) -> Schema:
    if "properties" not in node:
        return node
    properties = {name: _require(each) for name, each in node["properties"].items()}
    required = {"required": list(properties)} if properties else {}
    return {**node, "properties": properties, **required, "additionalProperties": False}


def _require(node: Schema) -> Schema:
    option = _non_null(node)
    if option is None or option.get("type") != "string" or "enum" in option:
        return node
    return describe(option, NONE_IN_WORDS)


def _drop_nulls(node: Schema) -> Schema:
    if "properties" not in node:
        return node
    required = node.get("required", ())
    properties = {
        name: each if name in required else _non_null(each) or each for name, each in node["properties"].items()
    }
    return {**node, "properties": properties}


def _to_openapi(node: Schema) -> Schema:
    node = {key: value for key, value in node.items() if key != "additionalProperties"}
    if "anyOf" in node:
        return _nullable(node["anyOf"])
    if node.get("type") == "object" and not node.get("properties"):
        return {}
    values = node.get("enum")
    if values and node["type"] != "string":
        node = describe({key: value for key, value in node.items() if key != "enum"}, list_choices(values))
    return node


def _nullable(options: list[Schema]) -> Schema:
    """Older endpoints know no type null, and take nothing beside an `anyOf`: the first that it may be is nullable."""
    first, *rest = [each for each in options if each != NULL]
    if len(rest) + 1 < len(options):
        first = {**first, "nullable": True}
    return {"anyOf": [first, *rest]} if rest else first


def _replace_union(node: Schema) -> Schema:
    """The first thing that it may be, or of several objects one that has the properties of all."""
    first, *rest = [each for each in node["anyOf"] if each != NULL]
    if not rest or any(each.get("type") != "object" for each in (first, *rest)):
        return dict(first)
    properties = {name: each for option in (first, *rest) for name, each in option["properties"].items()}
    beside = {key: value for key, value in node.items() if key != "anyOf"}
    made = {"type": "object", **beside, "properties": properties, "additionalProperties": False}
    return describe(made, "exactly one of these")
