"""Finds where a call begins in the text of an answer, and reads the calls from there when all of the text has come."""

from itertools import islice
from typing import Any, Literal

from orchestrator.llm.text import markers
from orchestrator.llm.text.written_calls import WrittenCall, compile_openings, read_calls

MAX_FALSE_OPENINGS = 50  # openings of no call, after which the rest is text: each costs a search in all of it
MAX_FALSE_OPENINGS_IN_THOUGHT = 8

Opening = Literal["marked", "unmarked"]  # with a marker that stands nowhere else, or not


class CallReader:
    """For one answer. Without `tools` there are no calls."""

    def __init__(self, tools: frozenset[str]) -> None:
        self._tools = tools
        self._openings = compile_openings(tools)
        self._false_openings = 0

    def find_opening(self, text: str, at: int, *, line_start: bool, final: bool) -> Opening | None:
        """How a call begins at `at`, None if none does. Raises IncompleteMatch."""
        if self._false_openings >= MAX_FALSE_OPENINGS:
            return None
        if markers.match(self._openings.anywhere, text, at, final=final):
            return "marked"
        if line_start and any(
            markers.match(pattern, text, at, final=final) for pattern in (self._openings.line, self._openings.fence)
        ):
            return "unmarked"
        return None

    def read(self, text: str, at: int, opening: Opening, *, is_start: bool) -> tuple[list[WrittenCall], str]:
        """Return the calls that begin at `at`, and the text behind them; no calls if it is only text.

        `is_start`: no word of the answer stands before it.
        """
        fence = markers.FENCE.match(text, at)
        in_tool_fence = bool(fence) and fence["kind"] in ("tool", "function")
        calls, rest = read_calls(text[at:], self._tools, marked=opening == "marked" or in_tool_fence)
        if fence and calls and text.endswith(rest):
            rest = _skip_fence(text, fence, rest)
        is_first_json = is_start and text[at] in "{["
        if not calls or not (opening == "marked" or is_first_json or _is_alone(rest, fence)):
            self._false_openings += 1
            return [], text[at:]
        return calls, "" if markers.HALLUCINATED.match(rest) else rest

    def read_last(self, text: str) -> list[WrittenCall]:
        """The calls that a text ends with."""
        for opening in islice(self._openings.anywhere.finditer(text), MAX_FALSE_OPENINGS_IN_THOUGHT):
            calls, rest = read_calls(text[opening.start() :], self._tools, marked=True)
            if calls and not rest.strip():
                return calls
        return []


def _skip_fence(text: str, fence: Any, rest: str) -> str:
    """What else stands in the fence (`print(result)`) belongs to the call."""
    closed = text.find(f"\n{fence[1]}", len(text) - len(rest) - 1)
    return text[closed + 1 + len(fence[1]) :] if closed >= 0 else rest


def _is_alone(rest: str, fence: Any) -> bool:
    """Words behind a call without clear markers make it an example, but not behind JSON in a fence."""
    return (
        not markers.ENDS.sub("", rest).strip()
        or markers.HALLUCINATED.match(rest) is not None
        or bool(fence and fence["kind"])
    )
