"""What a tool is. A new one is a module beside this file with one such class, and a line in `tools/__init__.py`."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import ConfigDict

from chatstream.rows.ledger import ToolOutcome
from orchestrator.llm.interface import ToolSpec
from orchestrator.llm.schemas import server_schemas
from orchestrator.llm.tool_model import ToolModel
from orchestrator.tools.optional_fields import OptionalFields

Progress = Callable[[str, float | None], None]

# The tool's effect. It runs in the transaction that also writes the call's result, so that both are committed or neither.
Commit = Callable[[], ToolOutcome]


class Arguments(OptionalFields):
    """Base of every tool's arguments: unknown fields are refused, and null counts as absent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool gets: the ids of its turn, `progress` to report a sentence and 0…1 or None, and the scene agent's model."""

    project_id: UUID
    message_id: UUID
    progress: Progress
    model: ToolModel


class Tool(ABC, Generic[A]):
    """`ends_turn`: after its success the turn ends without another call of the model. `runs_once`: not again after a crash.

    `needs_approval`: each of its calls waits until the person has allowed it on the page. A tool sets it on its class, or on one of
    its instances; TOOLS_NEED_APPROVAL adds to these.
    """

    name: str
    description: str
    ends_turn: ClassVar[bool] = False
    runs_once: ClassVar[bool] = False
    needs_approval: bool = False
    arguments: type[A]

    @abstractmethod
    def title(self, arguments: A) -> str:
        """The title of its card on the page, for the user."""

    @abstractmethod
    async def run(self, context: ToolContext, arguments: A) -> Commit:
        """Do the slow part, then return the effect. It may run again after a crash, so it must not write anything itself, unless
        it `runs_once`.

        Raises RunError or OperationRefused if the call fails; their text is for the user and the model.
        """

    def spec(self) -> ToolSpec:
        return _spec_of(self)


@cache  # each tool is a singleton; its schema takes a millisecond
def _spec_of(tool: Tool[Any]) -> ToolSpec:
    return ToolSpec(tool.name, tool.description, server_schemas.for_tool(tool.arguments.model_json_schema()))
