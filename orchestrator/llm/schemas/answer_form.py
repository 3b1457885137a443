"""A model is asked for JSON of one form by a schema, by a tool that must be called, or in its system prompt.

The first holds a model to the schema, the second asks for it in a way that more servers know, the third needs nothing but text.
How each of them is written, the dialect knows. What comes back is checked by who asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from orchestrator.llm.interface import AnswerForm, Chunk, StepEnd, Text, TextRetraction
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.schemas.typescript import to_typescript


def as_prompt(form: AnswerForm) -> str:
    """What is added at the end of a system prompt. A type in TypeScript is a quarter of the schema, and better understood."""
    return (
        f"\n\n{form.description} Answer with one JSON object and nothing else: no words around it, no code fence, no comments. "
        f"It is of this type:\n{to_typescript(server_schemas.common(form.schema))}\n"
    )


def unwrap_tool_call(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """The arguments of the tool call as the text; a model that wrote its JSON as text instead is taken at its word."""
    texts: list[str] = []
    for chunk in chunks:
        match chunk:
            case Text():
                texts.append(chunk.text)
            case TextRetraction():
                texts.clear()
            case StepEnd():
                text = chunk.tool_requests[0].arguments if chunk.tool_requests else "".join(texts)
                if text:
                    yield Text(text)
                reason = "stop" if chunk.finish_reason == "tool_calls" else chunk.finish_reason
                yield replace(chunk, finish_reason=reason, tool_requests=())
            case _:
                yield chunk
