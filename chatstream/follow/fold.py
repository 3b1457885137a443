"""Fold the events of one message into its state. Pure: no input or output happens here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MessageState:
    """A message as a client shows it after some of its events. `final_event`: its `finalized`, if that has come."""

    content: str = ""
    reasoning: str = ""
    status: str = "pending"
    phase: str | None = None
    attempt: int = 0
    error: dict[str, Any] | None = None
    final_event: dict[str, Any] | None = None
    tool_calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    steerings: dict[str, dict[str, Any]] = field(default_factory=dict)


def fold(events: Iterable[dict[str, Any]]) -> MessageState:
    """The state of one message after these events of it, oldest first. The page's reducer does the same in the browser."""
    state = MessageState()
    for event in events:
        apply(state, event)
    return state


def apply(state: MessageState, event: dict[str, Any]) -> None:
    """Change the state by one event of its message."""
    _APPLY.get(event["type"], _apply_nothing)(state, event)


def _apply_created(state: MessageState, event: dict[str, Any]) -> None:
    state.content, state.status = event["content"], event["status"]


def _apply_status(state: MessageState, event: dict[str, Any]) -> None:
    state.phase, state.attempt = event["status"], event["attempt"]
    if event["status"] != "queued" and state.status == "pending":
        state.status = "running"
    if event["status"] == "restarted":
        state.content, state.reasoning = event.get("content", ""), ""
        state.tool_calls = {key: call for key, call in state.tool_calls.items() if call["status"] != "running"}


def _apply_delta(state: MessageState, event: dict[str, Any]) -> None:
    state.content += event["content"]


def _apply_reasoning(state: MessageState, event: dict[str, Any]) -> None:
    state.reasoning += event["content"]


def _apply_tool_start(state: MessageState, event: dict[str, Any]) -> None:
    call: dict[str, Any] = {key: event[key] for key in _CALL_FIELDS if key in event}
    state.tool_calls[event["tool_call_id"]] = {**call, "status": "running", "started": event["ts"]}


_CALL_FIELDS = ("tool_call_id", "name", "title", "offset", "reasoning_offset", "arguments", "approval")


def _apply_approval_requested(state: MessageState, event: dict[str, Any]) -> None:
    if call := state.tool_calls.get(event["tool_call_id"]):
        call["approval"] = "requested"


def _apply_approval_decided(state: MessageState, event: dict[str, Any]) -> None:
    if call := state.tool_calls.get(event["tool_call_id"]):
        call["approval"] = event["decision"]


def _apply_steering(state: MessageState, event: dict[str, Any]) -> None:
    state.steerings[event["request_id"]] = {key: event[key] for key in _STEERING_FIELDS if key in event}


_STEERING_FIELDS = ("request_id", "text", "offset", "reasoning_offset", "call_offset")


def _apply_tool_progress(state: MessageState, event: dict[str, Any]) -> None:
    call = state.tool_calls.get(event["tool_call_id"])
    if call is not None and call["status"] == "running":
        call.update(detail=event["detail"], progress=event["progress"])


def _apply_tool_result(state: MessageState, event: dict[str, Any]) -> None:
    call = state.tool_calls.get(event["tool_call_id"])
    if call is None:
        return
    call.update(
        status="success" if event["success"] else "error",
        payload=event.get("payload"),
        error=event.get("error"),
        elapsed_ms=event["elapsed_ms"],
        revision=event.get("revision"),
    )
    _remove_progress(call)


def _remove_progress(call: dict[str, Any]) -> None:
    """A call that has ended shows no progress."""
    call.pop("detail", None)
    call.pop("progress", None)


def _apply_error(state: MessageState, event: dict[str, Any]) -> None:
    state.error = {key: event[key] for key in ("code", "error", "retryable")}


def _apply_finalized(state: MessageState, event: dict[str, Any]) -> None:
    state.content, state.status, state.final_event = event.get("content", state.content), event["status"], event
    for call in state.tool_calls.values():
        if call["status"] == "running":
            call["status"] = "cancelled"
            _remove_progress(call)


def _apply_nothing(state: MessageState, event: dict[str, Any]) -> None:
    """The event is not about a message: a project adds such types."""


_APPLY = {
    "message_created": _apply_created,
    "status": _apply_status,
    "delta": _apply_delta,
    "reasoning": _apply_reasoning,
    "tool_start": _apply_tool_start,
    "approval_requested": _apply_approval_requested,
    "approval_decided": _apply_approval_decided,
    "steering": _apply_steering,
    "tool_progress": _apply_tool_progress,
    "tool_result": _apply_tool_result,
    "error": _apply_error,
    "finalized": _apply_finalized,
}
