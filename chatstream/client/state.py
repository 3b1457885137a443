"""What a reader knows of a stream: its last snapshot and the events after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from chatstream.follow.fold import MessageState, apply

ENDED = ("success", "error", "cancelled")


@dataclass
class Message(MessageState):
    """`tool_calls` are by their id, `steerings` by that of their request.

    `partial`: something was too large for a frame; GET /api/messages/ID/ has it.
    """

    id: str = ""
    role: str = ""
    created: int = 0
    request_id: str | None = None
    retry_of: str | None = None
    partial: bool = False

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED


@dataclass
class State:
    """`at`: the position of it. `messages`: by id, oldest first. `project` and `parts`, what a project adds, are the snapshot's."""

    at: str | None = None
    project: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)

    def apply(self, frame: Mapping[str, Any]) -> None:
        """A snapshot, or the next event. One of a type that is not known changes nothing but the position."""
        if frame["type"] == "snapshot":
            self._replace(frame)
            return
        self.at = frame["id"]
        message = self._message(frame)
        if message is not None:
            apply(message, dict(frame))

    def _replace(self, frame: Mapping[str, Any]) -> None:
        self.at, self.project = frame["at"], frame["project"]
        own = frame.keys() - {"type", "at", "project", "messages"}
        self.parts = {name: frame[name] for name in own}
        self.messages = {each["id"]: _message_of(each) for each in frame["messages"]}

    def _message(self, event: Mapping[str, Any]) -> Message | None:
        """None if the event is about none, or about one that is older than those of the snapshot."""
        key = event.get("message_id", "")
        if event["type"] == "message_created" and key not in self.messages:
            about = {name: event[name] for name in ("role", "request_id", "retry_of") if name in event}
            self.messages[key] = Message(id=key, created=event["ts"], **about)
        return self.messages.get(key)


_FIELDS = {each.name for each in fields(Message)} - {"tool_calls", "steerings"}


def _message_of(view: Mapping[str, Any]) -> Message:
    known = {name: value for name, value in view.items() if name in _FIELDS}
    return Message(
        **known,
        tool_calls={call["tool_call_id"]: dict(call) for call in view.get("tool_calls", ())},
        steerings={each["request_id"]: dict(each) for each in view.get("steerings", ())},
    )
