"""The parts of an answer and of a request, in no dialect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestrator.llm.interface import Usage


@dataclass(frozen=True, slots=True)
class Words:
    """One piece of the answer's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Thought:
    """`signature`: what the provider wants back with it."""

    text: str
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """`arguments` is JSON text."""

    name: str
    arguments: str = "{}"
    id: str = "call_1"
    signature: str = ""


Part = Words | Thought | Call


@dataclass(frozen=True, slots=True)
class Tokens:
    """As `Usage` counts them: `input` includes `cached`, `output` includes `reasoning`."""

    input: int = 11
    output: int = 7
    cached: int = 3
    reasoning: int = 2

    @property
    def usage(self) -> Usage:
        return Usage(self.input, self.output, self.cached, self.reasoning)


TOKENS = Tokens()


@dataclass(slots=True)
class Entry:
    """One entry of a conversation that was sent. `calls`: id, name, arguments; `results`: id, text; `vendor`: whatever else."""

    role: str
    text: str = ""
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    results: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[tuple[str, bytes]] = field(default_factory=list)
    vendor: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Sent:
    """A request as the provider reads it.

    `tools`: name -> schema. `choice`: auto, required or none. `schema`: of the whole answer.
    """

    system: str
    entries: list[Entry]
    tools: Mapping[str, Any]
    choice: str
    limit: int | None
    schema: Any = None
