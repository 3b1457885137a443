"""Turns the frames of one answer into changes for a client that has no snapshot and no position: it can append, or begin anew.

`state` is how the answer is; `_text`, `_reasoning` and `_tools` are what the client shows. After a takeover or a lost log the
state goes back and comes again: as long as it comes to what is shown, the client hears nothing of that.
"""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Any

from chatstream.dialects.changes import (
    Change,
    Ended,
    Other,
    Reset,
    Status,
    Steering,
    Text,
    Thought,
    ToolEnded,
    ToolProgress,
    ToolStarted,
    Waiting,
)
from chatstream.follow.fold import MessageState, apply
from chatstream.wire.base import ENDED

CANCELLED = "This was cancelled."
_OURS = {
    "message_created",
    "status",
    "delta",
    "reasoning",
    "tool_start",
    "approval_requested",
    "approval_decided",
    "steering",
    "tool_progress",
    "tool_result",
    "error",
    "finalized",
}


class AnswerReader:
    """`text`, `reasoning`, `tools`: what the client shows of the answer already; `tools`: the status of each call."""

    def __init__(self, text: str = "", reasoning: str = "", tools: Mapping[str, str] | None = None) -> None:
        self.state = MessageState()
        self.has_ended = False
        self._text, self._reasoning = text, reasoning
        self._tools = dict(tools or {})
        self._steerings: dict[str, Steering] = {}

    def read_message(self, message: dict[str, Any]) -> Iterator[Change]:
        """A message as a snapshot or GET /api/messages/ID/ has it, whole."""
        calls = {call["tool_call_id"]: dict(call) for call in message.get("tool_calls", ())}
        self.state = MessageState(
            content=message.get("content") or "",
            reasoning=message.get("reasoning") or "",
            status=message["status"],
            phase=message.get("phase"),
            attempt=message.get("attempt", 0),
            error=message.get("error"),
            final_event=message if message["status"] in ENDED else None,
            tool_calls=calls,
            steerings={each["request_id"]: each for each in message.get("steerings") or ()},
        )
        yield from self._catch_up()
        yield from self._wait()

    def read_event(self, event: dict[str, Any]) -> Iterator[Change]:
        if event["type"] not in _OURS:
            yield Other(event)
            return
        apply(self.state, event)
        if event["type"] == "status":
            yield Status(event["status"], event["attempt"])
        elif event["type"] == "tool_progress" and self._tools.get(event["tool_call_id"]) == "running":
            yield ToolProgress(event["tool_call_id"], event["detail"], event["progress"])
        yield from self._catch_up()
        if event.get("status") == "waiting":
            yield from self._wait()

    def _catch_up(self) -> Iterator[Change]:
        if self._must_reset():
            yield Reset()
            self._text = self._reasoning = ""
            self._tools, self._steerings = {}, {}
        yield from self._append()
        if self.state.status in ENDED and not self.has_ended:
            self.has_ended = True
            yield self._end()

    def _wait(self) -> Iterator[Change]:
        calls = self.state.tool_calls.items()
        undecided = [
            _started(key, call)
            for key, call in calls
            if call["status"] == "running" and call.get("approval") == "requested"
        ]
        if undecided:
            yield Waiting(tuple(undecided))

    def _must_reset(self) -> bool:
        """Whether what is shown is not a beginning of what stands. While it still may become one, it is left alone."""
        text, reasoning = self.state.content, self.state.reasoning
        is_behind = len(text) < len(self._text) or len(reasoning) < len(self._reasoning)
        is_same = _agree(text, self._text) and _agree(reasoning, self._reasoning)
        if not is_same:
            return True
        return is_behind and (self.state.status in ENDED or bool(self.state.tool_calls.keys() - self._tools.keys()))

    def _append(self) -> Iterator[Change]:
        """What is not shown yet, each tool at its place in the text, and what was added at its own."""
        for index, (key, call) in enumerate(self.state.tool_calls.items()):
            yield from self._append_steerings(index)
            if key not in self._tools:
                yield from self._append_text(call.get("reasoning_offset"), call.get("offset"))
                self._tools[key] = "running"
                yield _started(key, call)
            if call["status"] != "running" and self._tools[key] == "running":
                self._tools[key] = call["status"]
                error = call.get("error") or (CANCELLED if call["status"] != "success" else None)
                yield ToolEnded(key, call.get("payload") or {}, error)
        yield from self._append_steerings(len(self.state.tool_calls))
        yield from self._append_text(None, None)
        yield from self._append_steerings(inf)

    def _append_steerings(self, calls: float) -> Iterator[Change]:
        """Those with at most so many tool calls before them; one that is not read stands behind any number."""
        for key, each in self.state.steerings.items():
            place = each.get("call_offset")
            change = Steering(key, each["text"], place is not None)
            if (inf if place is None else place) <= calls and self._steerings.get(key) != change:
                yield from self._append_text(each.get("reasoning_offset"), each.get("offset"))
                self._steerings[key] = change
                yield change

    def _append_text(self, reasoning_end: int | None, text_end: int | None) -> Iterator[Change]:
        thought, text = self.state.reasoning[:reasoning_end], self.state.content[:text_end]
        if len(thought) > len(self._reasoning):
            yield Thought(thought[len(self._reasoning) :])
            self._reasoning = thought
        if len(text) > len(self._text):
            yield Text(text[len(self._text) :])
            self._text = text

    def _end(self) -> Ended:
        final, error = self.state.final_event or {}, self.state.error or {}
        return Ended(
            self.state.status,
            final.get("finish_reason") or self.state.status,
            final.get("usage"),
            error.get("error", ""),
            error.get("code", ""),
        )


def _started(key: str, call: Mapping[str, Any]) -> ToolStarted:
    return ToolStarted(key, call["name"], call.get("title") or call["name"], call.get("arguments") or {})


def _agree(one: str, other: str) -> bool:
    """Whether one of them is the beginning of the other."""
    return one.startswith(other) or other.startswith(one)
