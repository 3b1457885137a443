"""A JSON schema of the common subset as a type in TypeScript, with what it describes as comments."""

import json
from collections.abc import Mapping
from typing import Any

INDENT = "  "


def to_typescript(schema: Mapping[str, Any], indent: str = "") -> str:
    """For a prompt; `indent` stands before each line but the first."""
    if "anyOf" in schema:
        return " | ".join(to_typescript(each, indent) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    match schema.get("type"):
        case "object":
            inner = indent + INDENT
            lines = [_property(name, each, inner) for name, each in schema.get("properties", {}).items()]
            return "\n".join(["{", *lines, f"{indent}}}"])
        case "array":
            return f"Array<{to_typescript(schema.get('items', {}), indent)}>"
        case "integer":
            return "number"
        case known:
            return known or "any"


def _property(name: str, schema: Mapping[str, Any], indent: str) -> str:
    items = schema.get("items", {}).get("description", "")
    about = "; each ".join(filter(None, (_description(schema), items)))
    comment = f"{indent}// {about}\n" if about else ""
    return f"{comment}{indent}{json.dumps(name)}: {to_typescript(schema, indent)}"


def _description(schema: Mapping[str, Any]) -> str:
    """Its own, or that of what it is if it is not null."""
    if "description" in schema:
        return str(schema["description"])
    return next((str(each["description"]) for each in schema.get("anyOf", ()) if "description" in each), "")
