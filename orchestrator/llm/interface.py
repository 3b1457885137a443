"""A model as the turn loop sees it: one streaming call in; text, reasoning and at most one list of tool requests out.

No type of an SDK crosses this port. Behind it are the dialects (`orchestrator.llm.dialects`), the library for whoever speaks
none of them, and the demo.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

# How an answer of a model ended. `stop` and `tool_calls` are whole; `length` is cut by a limit of tokens; `filtered` and
# `refused`: by the provider, by the model itself; `malformed`: a call that the provider could not parse.
FinishReason = Literal["stop", "tool_calls", "length", "filtered", "refused", "malformed"]
OUTPUT_TOKENS = 4096  # of one call, unless `LLM_MAX_OUTPUT_TOKENS` is set
COMPLETE_REASONS: frozenset[str] = frozenset({"stop", "tool_calls"})


@dataclass(frozen=True, slots=True)
class ToolRequest:
    """A tool call as the model wrote it: `arguments` is its JSON text, repaired where that is plain, not yet checked.

    `id` is the provider's own, whatever its length; `vendor` is what the provider wants back with this call (JSON).
    """

    id: str
    name: str
    arguments: str
    vendor: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as bytes, never as an address. `media_type`: `image/png`, `image/jpeg` or `image/webp`."""

    media_type: str
    data: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """What must go back to a provider with its own answer, as opaque JSON: signatures, encrypted reasoning, item ids.

    `origin` names the dialect and the model that sent it; only the same one gets it back.
    """

    origin: str
    data: Any


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One entry of the conversation a model is given.

    `tool_requests` and `vendor` belong to an assistant entry, `pictures` to a user entry; `tool_request_id` says which request a
    tool entry answers.
    """

    role: Literal["user", "assistant", "tool"]
    content: str
    tool_requests: tuple[ToolRequest, ...] = ()
    tool_request_id: str = ""
    pictures: tuple[Picture, ...] = ()
    vendor: Vendor | None = None


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
    yet checked. Tools are not for such a call. `effort`: how much the model shall reason, "" leaves it to the model.
    """

    system: str
    messages: tuple[ChatMessage, ...]
    tools: tuple[ToolSpec, ...] = ()
    max_output_tokens: int = OUTPUT_TOKENS
    form: AnswerForm | None = None
    effort: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of the answer, in order; never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """A piece of what the model thinks before it answers, in order; never empty, and no part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class TextRetraction:
    """All text so far was reasoning: some servers send the end of a thought whose start is part of their chat template."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counted them. `input_tokens` includes `cached_tokens`, `output_tokens` includes `reasoning_tokens`."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    reasoning_tokens: int = 0


@dataclass(frozen=True, slots=True)
class StepEnd:
    """The end of a complete answer. Exactly one, always last; a stream without it is a failure.

    `model` is the one that answered, as KIND:NAME, where a chain of models stands behind one provider ("": the provider's own).
    """

    finish_reason: FinishReason
    tool_requests: tuple[ToolRequest, ...] = field(default=())
    usage: Usage | None = None
    vendor: Vendor | None = None
    model: str = ""


Chunk = Text | Reasoning | TextRetraction | StepEnd


class Provider(Protocol):
    """A source of answers. `name` is what the receipt of an answer shows, e.g. `openai:gpt-5-mini` or `demo`."""

    name: str

    def stream(self, request: StepRequest) -> AbstractAsyncContextManager[AsyncIterator[Chunk]]:
        """Open one streaming call. Leaving the context ends it at the provider too.

        Raises `chatstream.run.errors.RunError` (its subclasses) for whatever the provider does wrong, and nothing else. What
        can be tried again without anybody seeing it (a refused option, a busy server, a cut before the first word) has been tried.
        """
        ...
