"""How many tool calls one turn may make, and how often it may repeat a step that comes to nothing new."""

from collections.abc import Sequence

from django.conf import settings

from orchestrator.errors import ModelError
from orchestrator.llm.interface import ToolRequest

REPEATS = 3

_Step = tuple[tuple[str, str], ...]  # the name and the arguments of each call


class ToolBudget:
    """Of one turn. Steps are compared, not calls: three equal undos in one step are three undos."""

    def __init__(self) -> None:
        self._calls = 0
        self._repeats: dict[_Step, tuple[list[str], int]] = {}

    def admit(self, requests: Sequence[ToolRequest]) -> None:
        """To be called before a step runs. Raises ModelError if the step is too much, or was made in vain too often."""
        self._calls += len(requests)
        if self._calls > settings.TURN_MAX_TOOL_CALLS:
            raise ModelError("The answer used its tools too often and was ended.", "too_many_tool_calls")
        _, times = self._repeats.get(_step(requests), ([], 0))
        if times >= REPEATS - 1:
            raise ModelError("The model called the same tool in circles and was ended.", "going_in_circles")

    def record(self, requests: Sequence[ToolRequest], results: list[str]) -> None:
        """Compare the results of a step with those that it had the last time."""
        before, times = self._repeats.get(_step(requests), ([], 0))
        self._repeats[_step(requests)] = (results, times + 1 if results == before else 1)


def _step(requests: Sequence[ToolRequest]) -> _Step:
    return tuple((request.name, request.arguments) for request in requests)
