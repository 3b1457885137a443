"""Puts the pieces of one streamed answer together: text at once, tool calls at the end."""

import json
from dataclasses import dataclass
from uuid import uuid4

from orchestrator.llm.frames import ChunkFrame, FunctionDelta, ToolCallDelta
from orchestrator.llm.interface import StepEnd, ToolRequest, Usage


@dataclass(slots=True)
class _Call:
    index: int | None
    id: str
    name: str = ""
    arguments: str = ""

    def extend(self, function: FunctionDelta) -> None:
        self.name = self.name or function.name or ""  # some servers repeat the name with every piece
        if isinstance(function.arguments, dict):
            self.arguments = json.dumps(function.arguments)
        else:
            self.arguments += function.arguments or ""


class Accumulator:
    """Feed it frames in order; `finished` tells whether the model said that it is done."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._reason = ""
        self._usage: Usage | None = None

    @property
    def finished(self) -> bool:
        return bool(self._reason)

    def add(self, frame: ChunkFrame) -> str:
        """Take one frame in and return the text it carries, often ""."""
        if frame.usage:
            self._usage = Usage(frame.usage.prompt_tokens or 0, frame.usage.completion_tokens or 0)
        text = ""
        for choice in (frame.choices or [])[:1]:
            self._reason = choice.finish_reason or self._reason
            if choice.delta:
                text = choice.delta.content or choice.delta.refusal or ""
                for delta in choice.delta.tool_calls or []:
                    self._call_of(delta).extend(delta.function)
        return text

    def end(self) -> StepEnd:
        """Return the end of a finished answer. Raises `ValueError` if a tool call has no name."""
        if self._reason in ("length", "content_filter"):  # what was being called may have been cut in two
            return StepEnd("length" if self._reason == "length" else "filtered", usage=self._usage)
        if not self._calls:
            return StepEnd("stop", usage=self._usage)
        return StepEnd("tool_calls", self._requests(), self._usage)  # some servers say "stop" after tool calls too

    def _requests(self) -> tuple[ToolRequest, ...]:
        requests: dict[str, ToolRequest] = {}
        for call in self._calls:
            if not call.name:
                raise ValueError("a tool call without a name")
            own_id = call.id if call.id and call.id not in requests else f"call_{uuid4().hex}"
            requests[own_id] = ToolRequest(own_id, call.name, call.arguments or "{}")
        return tuple(requests.values())

    def _call_of(self, delta: ToolCallDelta) -> _Call:
        known = self._known(delta)
        if known is None:
            known = _Call(delta.index, delta.id or "")
            self._calls.append(known)
        return known

    def _known(self, delta: ToolCallDelta) -> _Call | None:
        """The call that a piece goes on with. Without an index, a name or a new id begins the next call."""
        if delta.index is None:
            last = self._calls[-1] if self._calls else None
            begins = delta.id != last.id if last and delta.id else bool(delta.function.name)
            return None if begins else last
        same = [call for call in self._calls if call.index == delta.index]
        # Some servers give every call the index 0: a new id tells them apart.
        return same[-1] if same and (not delta.id or not same[-1].id or delta.id == same[-1].id) else None
