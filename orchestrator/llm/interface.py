"""What a model is to the turn loop: one streaming call in, text and at most one list of tool requests out."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A tool call as the model wrote it: `arguments` is its raw JSON text, not yet checked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the conversation a model is given.

    `tool_requests` belong to an assistant entry; `tool_request_id` says which of them a tool entry answers.
    """

    role: Literal["user", "assistant", "tool"]
    content: str
    tool_requests: tuple[ToolRequest, ...] = ()
    tool_request_id: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as the model sees it; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the whole answer is to be: one JSON object of this JSON schema. `name`: letters, digits and `_`."""

    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepRequest:
    """One call of a model: everything it may know.

    With `form` the text of the answer is to be JSON, whichever way the provider gets the model to write it; it is not
    yet checked. Tools are not for such a call.
    """

    system: str
    turns: tuple[Turn, ...]
    tools: tuple[ToolSpec, ...] = ()
    tool_choice: Literal["auto", "required", "none"] = "auto"
    max_output_tokens: int = 4096
    form: AnswerForm | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer, in order; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them."""

    input_tokens: int
    output_tokens: int


@dataclass(frozen=True, slots=True)
class StepEnd:
    """The model said that it is done. Exactly one, always last; a stream without it is a failure.

    `finish_reason`: `stop`, `tool_calls`, `length` or `content_filter`.
    """

    finish_reason: str
    tool_requests: tuple[ToolRequest, ...] = field(default=())
    usage: Usage | None = None


Chunk = Text | StepEnd


class Provider(Protocol):
    """A source of answers. `name` is what the receipt of an answer shows, e.g. `openai:gpt-5-mini` or `demo`."""

    name: str

    def stream(self, request: StepRequest) -> AbstractAsyncContextManager[AsyncIterator[Chunk]]:
        """Open one streaming call. Leaving the context ends it at the provider too.

        Raises `orchestrator.errors.TurnError` (its subclasses) for whatever the provider does wrong, and nothing else.
        """
        ...
