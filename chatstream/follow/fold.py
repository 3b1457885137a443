"""Folding: the state of one message after its events. Pure: no input or output happens here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MessageState:
    """What the events of one message have said so far: the state a client would show."""

    content: str = ""
    reasoning: str = ""
    status: str = "pending"
    phase: str | None = None
    attempt: int = 0
    error: dict[str, Any] | None = None
    ended: dict[str, Any] | None = None
    tool_calls: dict[str, dict[str, Any]] = field(default_factory=dict)


def fold(events: Iterable[dict[str, Any]]) -> MessageState:
    """The state of one message after these events of it, oldest first. The page's reducer does the same in the browser.

    An event of a type that a newer server has added changes nothing here.
    """
    state = MessageState()
    for event in events:
        _STEPS.get(event["type"], _ignored)(state, event)
    return state


def _created(state: MessageState, event: dict[str, Any]) -> None:
    state.content, state.status = event["content"], event["status"]


def _status(state: MessageState, event: dict[str, Any]) -> None:
    state.phase, state.attempt = event["status"], event["attempt"]
    if event["status"] != "queued" and state.status == "pending":
        state.status = "running"
    if event["status"] == "restarted":
        state.content, state.reasoning = event.get("content", ""), ""
        state.tool_calls = {key: call for key, call in state.tool_calls.items() if call["status"] != "running"}


def _delta(state: MessageState, event: dict[str, Any]) -> None:
    state.content += event["content"]


def _reasoning(state: MessageState, event: dict[str, Any]) -> None:
    state.reasoning += event["content"]


def _tool_start(state: MessageState, event: dict[str, Any]) -> None:
    call: dict[str, Any] = {key: event[key] for key in ("tool_call_id", "name", "title", "arguments") if key in event}
    state.tool_calls[event["tool_call_id"]] = {**call, "status": "running", "started": event["ts"]}


def _tool_progress(state: MessageState, event: dict[str, Any]) -> None:
    call = state.tool_calls.get(event["tool_call_id"])
    if call is not None and call["status"] == "running":
        call.update(detail=event["detail"], progress=event["progress"])


def _tool_result(state: MessageState, event: dict[str, Any]) -> None:
    call = state.tool_calls.get(event["tool_call_id"])
    if call is None:
        return
    call.update(
        status="success" if event["success"] else "error",
        payload=event.get("payload"),
        error=event.get("error"),
        elapsed_ms=event["elapsed_ms"],
    )
    _forget_progress(call)


def _forget_progress(call: dict[str, Any]) -> None:
    """How far a call had come is not kept once it has ended."""
    call.pop("detail", None)
    call.pop("progress", None)


def _error(state: MessageState, event: dict[str, Any]) -> None:
    state.error = {key: event[key] for key in ("code", "error", "retryable")}


def _finalized(state: MessageState, event: dict[str, Any]) -> None:
    state.content, state.status, state.ended = event.get("content", state.content), event["status"], event
    for call in state.tool_calls.values():
        if call["status"] == "running":
            call["status"] = "cancelled"
            _forget_progress(call)


def _ignored(state: MessageState, event: dict[str, Any]) -> None:
    """Says nothing of the message: a storyboard belongs to the project."""


_STEPS = {
    "message_created": _created,
    "status": _status,
    "delta": _delta,
    "reasoning": _reasoning,
    "tool_start": _tool_start,
    "tool_progress": _tool_progress,
    "tool_result": _tool_result,
    "error": _error,
    "finalized": _finalized,
}
