"""A tool request of the model, checked: which tool it means, with which arguments, or what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from orchestrator.llm.interface import ToolRequest
from orchestrator.tools.tool import Tool
from storyboard.problems import problem_sentence

NOTICE = "The AI asked for something that does not exist here, and was told so."


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """`tool` and `arguments` are both None if the call is not valid; `problem` then is the reason, for the model.

    What the person reads in its place is `NOTICE`.
    """

    request: ToolRequest
    tool: Tool[Any] | None
    arguments: Any = None
    problem: str = ""

    @property
    def title(self) -> str:
        """The title of the card that the user sees."""
        if self.tool is None:
            return "A step that could not be done"
        return self.tool.title(self.arguments)

    @property
    def arguments_json(self) -> dict[str, Any]:
        """The arguments as JSON values; empty if they are not valid."""
        return {} if self.tool is None else self.arguments.model_dump(mode="json")


def check_request(request: ToolRequest, tools: Mapping[str, Tool[Any]]) -> CheckedRequest:
    """Raises nothing: a request that is not valid comes back with its `problem`."""
    tool = tools.get(request.name)
    if tool is None:
        return CheckedRequest(
            request, None, problem=f"There is no tool called {request.name!r}; there are: {', '.join(tools)}."
        )
    try:
        return CheckedRequest(request, tool, tool.arguments.model_validate_json(request.arguments or "{}"))
    except ValidationError as error:
        return CheckedRequest(request, None, problem=f"The arguments are not valid: {problem_sentence(error)}")
