"""What a tool is. A new one is a module beside this file with one such class, and a line in `agents/__init__.py`."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import ConfigDict

from orchestrator.llm.interface import ToolSpec
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.tool_model import ToolModel
from orchestrator.tools.optional_fields import OptionalFields
from projects.ledger import ToolOutcome

Progress = Callable[[str, float | None], None]

# The tool's effect. It runs in the transaction that also writes the call's result: both are there afterwards, or neither.
Commit = Callable[[], ToolOutcome]


class Arguments(OptionalFields):
    """Base of every tool's arguments: what the schema does not name is refused, and null is no argument."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may know: whose turn it is in, how to say how far it is (a sentence, and 0…1 or None), and the model."""

    project_id: UUID
    message_id: UUID
    progress: Progress
    model: ToolModel


class Tool(ABC, Generic[A]):
    """`ends_turn`: after it succeeds the person has the word, not the model."""

    name: ClassVar[str]
    description: ClassVar[str]
    ends_turn: ClassVar[bool] = False
    arguments: type[A]

    @abstractmethod
    def title(self, arguments: A) -> str:
        """What the card says while it runs, in a person's words."""

    @abstractmethod
    async def run(self, context: ToolContext, arguments: A) -> Commit:
        """Do the slow part, then return the effect. May be run again after a crash: nothing lasts before the effect.

        Raises TurnError or OperationRefused for what the person and the model shall be told; the call has failed then.
        """

    @cache  # noqa: B019 - there is one of each tool, for ever; a schema takes a millisecond to make
    def spec(self) -> ToolSpec:
        return ToolSpec(self.name, self.description, server_schemas.for_tool(self.arguments.model_json_schema()))
