"""How a model is asked for JSON of one form: by `response_format`, by a tool that must be called, or in its system prompt.

The first holds a model to the schema, the second asks for it in a way that more servers know, the third needs nothing but text.
What comes back is checked by who asked.
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from orchestrator.llm import schemas
from orchestrator.llm.interface import AnswerForm, Chunk, Reasoning, StepEnd, Text
from orchestrator.llm.schema_words import to_typescript


def by_schema(setting: str, *, is_openai: bool) -> bool:
    return setting == "json_schema" or (setting == "auto" and is_openai)


def as_schema(form: AnswerForm) -> dict[str, Any]:
    """What Chat Completions want in the body."""
    asked = {
        "name": form.name,
        "description": form.description,
        "strict": True,
        "schema": schemas.common(form.schema),
    }
    return {"response_format": {"type": "json_schema", "json_schema": asked}}


def as_tool(form: AnswerForm) -> dict[str, Any]:
    """`required` and not the tool by its name: more servers know it, and there is only one tool."""
    tool = function(form.name, form.description, schemas.common(form.schema))
    return {"tools": [tool], "tool_choice": "required"}


def as_prompt(form: AnswerForm) -> str:
    """What is added at the end of a system prompt. A type in TypeScript is a quarter of the schema, and better understood."""
    return (
        f"\n\n{form.description} Answer with one JSON object and nothing else: no words around it, no code fence, no comments. "
        f"It is of this type:\n{to_typescript(schemas.common(form.schema))}\n"
    )


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
