"""What a client shows: a snapshot, and then each event as protocol.md says. Written apart from the product's own fold."""

import json
from typing import Any

from chatstream.wire.views import Snapshot

# A row and the event that tells of it each look at the clock; the two readings may differ by a few ms.
CLOCKS = {"created", "started"}
# What only a run that goes on has.
PASSING = {"phase", "detail", "progress"}


class Reader:
    """The messages of one project, in the order they came."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.messages: dict[str, dict[str, Any]] = {}
        for message in json.loads(snapshot.encode())["messages"]:
            message["tool_calls"] = {call["tool_call_id"]: call for call in message["tool_calls"]}
            message["steerings"] = {each["request_id"]: each for each in message.get("steerings", ())}
            self.messages[message["id"]] = message

    def apply(self, event: dict[str, Any]) -> None:
        if "message_id" not in event:
            return  # it is about the stream
        message = self.messages.setdefault(event["message_id"], {"id": event["message_id"]})
        getattr(self, f"_{event['type']}")(message, event)

    def view(self) -> list[dict[str, Any]]:
        """All messages without clock readings and what is passing, so that two readers can be compared to the letter."""
        return [
            {
                **_kept(message),
                "tool_calls": sorted(map(_kept, message["tool_calls"].values()), key=lambda call: call["tool_call_id"]),
            }
            for message in self.messages.values()
        ]

    def _message_created(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        names = ("role", "content", "attachments", "status", "request_id", "retry_of")
        fields = {name: event[name] for name in names if name in event}
        message.update(fields, attempt=0, tool_calls={}, steerings={})

    def _status(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["attempt"] = event["attempt"]
        if event["status"] != "queued":
            message["status"] = "running"
        if event["status"] == "restarted":
            message["content"] = event["content"]
            message.pop("reasoning", None)
            calls = message["tool_calls"].items()
            message["tool_calls"] = {key: call for key, call in calls if call["status"] != "running"}

    def _delta(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["content"] += event["content"]

    def _reasoning(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["reasoning"] = message.get("reasoning", "") + event["content"]

    def _tool_start(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        names = ("tool_call_id", "name", "title", "offset", "reasoning_offset", "arguments", "approval")
        fields = {name: event[name] for name in names if name in event}
        message["tool_calls"][event["tool_call_id"]] = {**fields, "status": "running"}

    def _approval_requested(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["tool_calls"][event["tool_call_id"]]["approval"] = "requested"

    def _approval_decided(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["tool_calls"][event["tool_call_id"]]["approval"] = event["decision"]

    def _steering(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        names = ("request_id", "text", "offset", "reasoning_offset", "call_offset")
        message["steerings"][event["request_id"]] = {name: event[name] for name in names if name in event}

    def _tool_progress(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        assert message["tool_calls"][event["tool_call_id"]]["status"] == "running"

    def _tool_result(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        fields = {name: event[name] for name in ("payload", "error", "elapsed_ms", "revision") if name in event}
        status = "success" if event["success"] else "error"
        message["tool_calls"][event["tool_call_id"]].update(fields, status=status)

    def _project_renamed(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        """Not about the message that it names, whose end gave the title."""

    def _error(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        message["error"] = {name: event[name] for name in ("code", "error", "retryable")}

    def _finalized(self, message: dict[str, Any], event: dict[str, Any]) -> None:
        names = ("status", "finish_reason", "content", "usage", "elapsed_ms", "first_token_ms")
        message.update({name: event[name] for name in names if name in event})
        for call in message["tool_calls"].values():
            if call["status"] == "running":
                call["status"] = "cancelled"


def _kept(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in CLOCKS | PASSING | {"tool_calls"}}
