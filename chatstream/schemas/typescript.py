"""The same as TypeScript."""

import json

from chatstream.schemas.definitions import Schema, make_definitions

HEAD = "// Made by `python -m chatstream.schemas`: what docs/protocol.md describes.\n"


def make_types() -> str:
    return HEAD + "".join(_declare(name, schema) for name, schema in make_definitions("").items())


def _declare(name: str, schema: Schema) -> str:
    if "properties" not in schema:
        return f"\n{_comment(schema, '')}export type {name} =\n  | " + "\n  | ".join(_kinds(schema)) + ";\n"
    fields = [
        f"{_comment(field, '  ')}  {key}{'' if key in schema.get('required', ()) else '?'}: {_type(field)};\n"
        for key, field in schema["properties"].items()
    ]
    return f"\n{_comment(schema, '')}export interface {name} {{\n{''.join(fields)}}}\n"


def _comment(schema: Schema, indent: str) -> str:
    lines = schema.get("description", "").splitlines()
    if not lines:
        return ""
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def _kinds(schema: Schema) -> list[str]:
    return [_type(kind) for kind in schema["anyOf"]]


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"])
    if "anyOf" in schema:
        return " | ".join(_kinds(schema))
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(map(json.dumps, schema["enum"]))
    match schema.get("type"):
        case "array":
            return f"Array<{_type(schema['items'])}>"
        case "object":
            return "Record<string, any>"
        case "integer" | "number":
            return "number"
        case None:
            return "any"
        case plain:
            return str(plain)
