"""One call of a model, read to its end, whatever that is."""

import json
from dataclasses import dataclass, field
from typing import Any

from chatstream.run.errors import RunError
from orchestrator.llm.interface import (
    ChatMessage,
    Chunk,
    Provider,
    Reasoning,
    StepEnd,
    StepRequest,
    Text,
    TextRetraction,
    ToolRequest,
    ToolSpec,
)
from orchestrator.llm.message_order import alternate


def tool(name: str, **properties: Any) -> ToolSpec:
    schema = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return ToolSpec(name, f"Do what {name} says.", schema)


SET_TITLE = tool("set_title", title={"type": "string"})
SET_STYLE = tool("set_style", palette={"type": "string"})
UNDO = tool("undo_change")
TOOLS = (SET_TITLE, SET_STYLE, UNDO)

ASK = StepRequest("You make short videos.", (ChatMessage("user", "Hello"),), TOOLS)


def asking(*turns: ChatMessage, **fields: Any) -> StepRequest:
    """As the turn loop asks."""
    return StepRequest(ASK.system, tuple(alternate(turns)) or ASK.messages, **{"tools": TOOLS, **fields})


def called(*requests: ToolRequest) -> list[ChatMessage]:
    """A conversation in which a model has made these calls, with their results."""
    results = [ChatMessage("tool", f"result {n}", tool_request_id=request.id) for n, request in enumerate(requests)]
    return [ChatMessage("user", "Hello"), ChatMessage("assistant", "", requests), *results]


@dataclass(slots=True)
class Outcome:
    """All that came. Exactly one of `end` and `error` is there."""

    chunks: list[Chunk] = field(default_factory=list)
    error: RunError | None = None

    @property
    def text(self) -> str:
        """What is left of the text in the end."""
        withdrawn = [at for at, chunk in enumerate(self.chunks) if isinstance(chunk, TextRetraction)]
        return "".join(
            chunk.text for chunk in self.chunks[withdrawn[-1] if withdrawn else 0 :] if isinstance(chunk, Text)
        )

    @property
    def reasoning(self) -> str:
        return "".join(chunk.text for chunk in self.chunks if isinstance(chunk, Reasoning))

    @property
    def end(self) -> StepEnd:
        assert self.error is None, f"{self.error.code}: {self.error.detail}"
        assert isinstance(self.chunks[-1], StepEnd)
        return self.chunks[-1]

    @property
    def final_text(self) -> str:
        """The text of an answer that came to its end by itself."""
        assert self.end.finish_reason == "stop"
        return self.text

    @property
    def requests(self) -> tuple[ToolRequest, ...]:
        assert self.end.finish_reason == "tool_calls"
        return self.end.tool_requests

    @property
    def calls(self) -> list[tuple[str, Any]]:
        """Name and arguments of each call; arguments that are no JSON as they came."""
        return [(request.name, _value(request.arguments)) for request in self.requests]

    @property
    def code(self) -> str:
        """Of the error, and nothing else may have come as an end."""
        assert self.error is not None, f"no error, but {self.chunks[-1]}"
        return self.error.code


async def ask(provider: Provider, request: StepRequest = ASK) -> Outcome:
    """Read one call. What is no RunError fails the test."""
    outcome = Outcome()
    try:
        async with provider.stream(request) as chunks:
            async for chunk in chunks:
                _check(chunk, outcome)
                outcome.chunks.append(chunk)
    except RunError as error:
        outcome.error = error
    ended = bool(outcome.chunks) and isinstance(outcome.chunks[-1], StepEnd)
    assert ended != bool(outcome.error), f"an end and an error, or neither: {outcome}"
    return outcome


def _value(arguments: str) -> Any:
    try:
        return json.loads(arguments)
    except (ValueError, RecursionError):
        return arguments


def _check(chunk: Chunk, outcome: Outcome) -> None:
    """What the port promises of every chunk."""
    assert not (outcome.chunks and isinstance(outcome.chunks[-1], StepEnd)), "something came after the end"
    if isinstance(chunk, StepEnd):
        ids = [request.id for request in chunk.tool_requests]
        assert all(ids), "a call without an id"
        assert bool(ids) == (chunk.finish_reason == "tool_calls")
        for request in chunk.tool_requests:
            (request.id + request.name + request.arguments).encode()
        return
    if isinstance(chunk, TextRetraction):
        return
    assert chunk.text, "a chunk without text"
    chunk.text.encode()  # no half of a character leaves the port
    assert "\0" not in chunk.text
