"""The limits on tool calls of one turn: how many, and how often a step may repeat with equal results."""

from collections.abc import Sequence

from django.conf import settings

from chatstream.run.errors import ModelError
from orchestrator.llm.interface import ToolRequest

REPEATS = 3
TOO_MANY_STEPS = "The answer took too many steps and was ended. Ask for less at once."

_Step = tuple[tuple[str, str], ...]  # the name and the arguments of each call


class ToolBudget:
    """For one turn. It compares steps, not calls: three equal undos in one step are three undos."""

    def __init__(self) -> None:
        self._calls = 0
        self._repeats: dict[_Step, tuple[list[str], int]] = {}

    def admit(self, requests: Sequence[ToolRequest]) -> None:
        """Call before the tools of a step run. Raises ModelError if there are too many calls or repetitions."""
        self._calls += len(requests)
        if self._calls > settings.TURN_MAX_TOOL_CALLS:
            detail = f"more than {settings.TURN_MAX_TOOL_CALLS} calls (TURN_MAX_TOOL_CALLS)"
            raise ModelError(TOO_MANY_STEPS, "too_many_tool_calls", detail=detail)
        _, times = self._repeats.get(_step(requests), ([], 0))
        if times >= REPEATS - 1:
            raise ModelError(
                "The AI went in circles, so the answer was ended. Try to word it differently.", "going_in_circles"
            )

    def record(self, requests: Sequence[ToolRequest], results: list[str]) -> None:
        """Call with the results of a step: they are compared with those of the same step before."""
        before, times = self._repeats.get(_step(requests), ([], 0))
        self._repeats[_step(requests)] = (results, times + 1 if results == before else 1)


def _step(requests: Sequence[ToolRequest]) -> _Step:
    return tuple((request.name, request.arguments) for request in requests)
