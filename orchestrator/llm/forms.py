"""How Chat Completions are asked for JSON of one form: by `response_format`, or by a tool that must be called.

Only OpenAI itself surely knows the first; whatever else speaks its API knows tools. The schema is cut down to what
OpenAI's strict mode takes, see https://platform.openai.com/docs/guides/structured-outputs#supported-schemas: every
property is required, bounds are told in words. What comes back is checked by who asked.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from orchestrator.llm.interface import AnswerForm, Chunk, Reasoning, StepEnd, Text

_KEPT = {"type", "enum", "const", "description", "$ref"}
_BOUNDS = {
    "maxLength": "at most {} characters",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
    "minimum": "at least {}",
    "maximum": "at most {}",
}


def by_schema(setting: str, *, is_openai: bool) -> bool:
    return setting == "json_schema" or (setting == "auto" and is_openai)


def as_schema(form: AnswerForm) -> dict[str, Any]:
    told = {"name": form.name, "description": form.description, "strict": True, "schema": strict(form.schema)}
    return {"response_format": {"type": "json_schema", "json_schema": told}}


def as_tool(form: AnswerForm) -> dict[str, Any]:
    """`required` and not the tool by its name: more servers know it, and there is only one tool."""
    return {"tools": [function(form.name, form.description, strict(form.schema))], "tool_choice": "required"}


def function(name: str, description: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


async def unwrapped(chunks: AsyncGenerator[Chunk]) -> AsyncGenerator[Chunk]:
    """The arguments of the tool call as the text; a model that wrote its JSON as text instead is taken at its word."""
    said: list[str] = []
    async for chunk in chunks:
        if isinstance(chunk, Text):
            said.append(chunk.text)
            continue
        if isinstance(chunk, Reasoning):
            yield chunk
            continue
        text = chunk.tool_requests[0].arguments if chunk.tool_requests else "".join(said)
        if text:
            yield Text(text)
        reason = "stop" if chunk.finish_reason == "tool_calls" else chunk.finish_reason
        yield StepEnd(reason, usage=chunk.usage)


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same schema with no keyword that strict mode refuses."""
    made = {key: value for key, value in schema.items() if key in _KEPT}
    bounds = ", ".join(words.format(schema[key]) for key, words in _BOUNDS.items() if key in schema)
    if bounds:
        made["description"] = f"{made['description']} ({bounds})" if "description" in made else bounds.capitalize()
    if "items" in schema:
        made["items"] = strict(schema["items"])
    if options := schema.get("anyOf") or schema.get("oneOf"):
        made["anyOf"] = [strict(option) for option in options]
    if "$defs" in schema:
        made["$defs"] = {name: strict(each) for name, each in schema["$defs"].items()}
    if schema.get("type") == "object":
        properties = {name: strict(each) for name, each in schema.get("properties", {}).items()}
        made |= {"properties": properties, "required": list(properties), "additionalProperties": False}
    return made
