"""What model servers refuse in a schema, stated by ourselves from their documentation and their error messages.

Each function gives the problems of a schema, one line each: [] is a schema that the server takes.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

SCALARS = {"string", "number", "integer", "boolean"}


def nodes(schema: Any, where: str = "", depth: int = 1) -> Iterator[tuple[str, dict, int]]:
    """Each schema within a schema: where it stands, itself, and how many objects it stands in, its own included."""
    yield where or "root", schema, depth
    for name, each in schema.get("properties", {}).items():
        yield from nodes(each, f"{where}.{name}", depth + ("properties" in each))
    for number, each in enumerate(schema.get("anyOf", [])):
        yield from nodes(each, f"{where}|{number}", depth + ("properties" in each))
    if isinstance(schema.get("items"), dict):
        yield from nodes(schema["items"], f"{where}[]", depth + ("properties" in schema["items"]))


def _unknown(schema: dict, known: set[str]) -> list[str]:
    return [f"{where}: {key} is not permitted" for where, node, _ in nodes(schema) for key in node.keys() - known]


def _is_typed(schema: dict, types: set[str]) -> list[str]:
    return [
        f"{where}: no type that is known: {node.get('type')}"
        for where, node, _ in nodes(schema)
        if "anyOf" not in node and (not isinstance(node.get("type"), str) or node["type"] not in types)
    ]


def openai_strict(schema: dict) -> list[str]:
    """https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas

    The limits are the older ones that Azure still has (100 properties, 5 levels; OpenAI: 5 000 and 10). Bounds, `pattern` and
    `format` are taken by some of its models only.
    """
    known = {"type", "description", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf"}
    problems = _unknown(schema, known) + _is_typed(schema, SCALARS | {"object", "array", "null"})
    if schema.get("type") != "object":
        problems.append("root: must be an object")
    sizes = {"properties": 0, "enum": 0, "text": 0}
    for where, node, depth in nodes(schema):
        if depth > 5:
            problems.append(f"{where}: {depth} levels of nesting exceed 5")
        if node.get("type") == "object":
            properties = node.get("properties", {})
            if node.get("additionalProperties") is not False:
                problems.append(f"{where}: additionalProperties must be false")
            if sorted(node.get("required", [])) != sorted(properties):
                problems.append(f"{where}: required must name every property")
            sizes["properties"] += len(properties)
            sizes["text"] += sum(map(len, properties))
        if node.get("type") == "array" and "items" not in node:
            problems.append(f"{where}: items is missing")
        sizes["enum"] += len(node.get("enum", []))
        sizes["text"] += sum(len(str(value)) for value in node.get("enum", []))
        firsts = [next(iter(each.get("properties", {})), None) for each in node.get("anyOf", [])]
        firsts = [each for each in firsts if each]
        if len(firsts) != len(set(firsts)):
            problems.append(f"{where}: objects of one anyOf must not share identical first keys: {firsts}")
    limits = {"properties": 100, "enum": 500, "text": 15_000}
    return problems + [f"too many {name}: {sizes[name]}" for name, most in limits.items() if sizes[name] > most]


def openai_tool(schema: dict) -> list[str]:
    """Arguments of a tool that is not strict: an object with properties, names as a parameter may be called."""
    problems = [] if schema.get("type") == "object" and "anyOf" not in schema else ["root: must be an object"]
    for where, node, _ in nodes(schema):
        if node.get("type") == "object" and "properties" not in node:
            problems.append(f"{where}: object schema missing properties")
        if node.get("type") == "array" and "items" not in node:
            problems.append(f"{where}: array schema missing items")
        problems += [
            f"{where}.{name}: no name" for name in node.get("properties", {}) if not re.fullmatch(r"[\w.-]{1,64}", name)
        ]
    return problems


def small_template(schema: dict) -> list[str]:
    """Chat templates of open models write `type | upper` of each property, and list what is required."""
    return [
        f"{where}: no single type"
        for where, node, _ in nodes(schema)
        if not isinstance(node.get("type"), str) or "anyOf" in node or node.get("required") == []
    ]


def gemini(schema: dict) -> list[str]:
    """https://ai.google.dev/api/caching#Schema, in the subset that older endpoints and Vertex take. {}: no parameters."""
    if schema == {}:
        return []
    known = {"type", "description", "nullable", "enum", "items", "properties", "required", "anyOf"}
    problems = _unknown(schema, known) + _is_typed(schema, SCALARS | {"object", "array"})
    if schema.get("type") != "object":
        problems.append("root: must be an object")
    for where, node, _ in nodes(schema):
        if "anyOf" in node and len(node) > 1:
            problems.append(f"{where}: other fields alongside any_of: {sorted(node)}")
        if node.get("type") == "object" and not node.get("properties"):
            problems.append(f"{where}: properties: should be non-empty for OBJECT type")
        if node.get("type") == "array" and "items" not in node:
            problems.append(f"{where}: items: missing field")
        if node.keys() & {"properties", "required"} and node.get("type") != "object":
            problems.append(f"{where}: only allowed for OBJECT type")
        if set(node.get("required", [])) - set(node.get("properties", {})):
            problems.append(f"{where}: required: property is not defined")
        if "enum" in node and node.get("type") != "string":
            problems.append(f"{where}: enum: only allowed for STRING type")
        if not all(isinstance(value, str) and value for value in node.get("enum", ["any"])) or node.get("enum") == []:
            problems.append(f"{where}: enum: cannot be empty")
    return problems


def anthropic(schema: dict) -> list[str]:
    """https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations"""
    known = {"type", "description", "title", "default", "enum", "const", "anyOf", "allOf", "$ref", "$defs", "format"}
    known |= {"properties", "required", "additionalProperties", "items", "minItems"}
    problems, unions, optional = _unknown(schema, known), 0, 0
    if schema.get("type") != "object" or schema.keys() & {"anyOf", "oneOf", "allOf"}:
        problems.append("root: must be an object")
    for where, node, _ in nodes(schema):
        if node.get("type") == "object" and node.get("additionalProperties") is not False:
            problems.append(f"{where}: additionalProperties must be explicitly set to false")
        if node.get("minItems", 0) > 1:
            problems.append(f"{where}: minItems: 0 or 1")
        if any(isinstance(value, dict | list) for value in node.get("enum", [])):
            problems.append(f"{where}: enum: no objects")
        unions += "anyOf" in node or isinstance(node.get("type"), list)
        optional += len(set(node.get("properties", {})) - set(node.get("required", [])))
    if unions > 16:
        problems.append(f"{unions} parameters with union types exceed 16")
    if optional > 24:
        problems.append(f"{optional} optional parameters exceed 24")
    return problems


def llama_cpp(schema: dict) -> list[str]:
    """`common/json-schema-to-grammar.cpp`; the real one judges too, see test_real_model.py."""
    problems = _is_typed(schema, SCALARS | {"object", "array", "null"})
    for where, node, _ in nodes(schema):
        pattern = node.get("pattern")
        if pattern is not None and not (pattern.startswith("^") and pattern.endswith("$")):
            problems.append(f"{where}: Pattern must start with '^' and end with '$'")
        if pattern is not None and re.search(r"\\[SsDdWwBb]|\(\?", pattern):
            problems.append(f"{where}: failed to parse grammar: {pattern}")
        if max(node.get("maxLength", 0), node.get("maxItems", 0)) > 2000:
            problems.append(f"{where}: number of repetitions exceeds sane defaults")
        problems += [f"{where}: unresolved $ref" for _ in [0] if "$ref" in node]
        problems += [f"{where}: {key} is ignored" for key in ("not", "if", "patternProperties") if key in node]
    return problems


def ollama(schema: dict) -> list[str]:
    """Its API reads a tool into typed fields: what it does not know is lost before the model sees it."""
    known = {"type", "description", "enum", "items", "properties", "required", "additionalProperties", "anyOf"}
    return _unknown(schema, known)


def is_plain_json(schema: dict) -> list[str]:
    """No reference, no number that is not finite, nothing that is not JSON."""
    text = json.dumps(schema, allow_nan=False)
    return ["a reference"] * (re.search(r'"\$(ref|defs|id|anchor)"', text) is not None)
