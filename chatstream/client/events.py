"""Frames as types. What this version does not know is passed on: servers may add types and fields."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, ValidationError

from chatstream.wire import events
from chatstream.wire.events import Event
from chatstream.wire.views import Snapshot, StatePart

EventTypes = Mapping[str, type[Event]]

_WIRE_EVENTS: tuple[type[Event], ...] = (
    events.MessageCreated,
    events.BranchChosen,
    events.QueueChanged,
    events.Status,
    events.Delta,
    events.Reasoning,
    events.ToolStart,
    events.ApprovalRequested,
    events.ApprovalDecided,
    events.Steering,
    events.ToolProgress,
    events.ToolResult,
    events.Error,
    events.Finalized,
)


class UnknownEvent(Event):
    """An event of a type that is not known here; `model_extra` has its fields."""

    model_config = ConfigDict(extra="allow", frozen=True)


def event_types(own: Iterable[type[Event]] = ()) -> EventTypes:
    """By `type`: the events of every stream, and those of a project's own."""
    return {kind.model_fields["type"].default: kind for kind in (*_WIRE_EVENTS, *own)}


def parse_event(frame: Mapping[str, Any], types: EventTypes) -> Event:
    fields = {name: value for name, value in frame.items() if name not in ("id", "merged")}
    known = types.get(frame["type"])
    if known is not None:
        try:
            return known.model_validate(fields, extra="ignore")
        except ValidationError:  # a newer server says more than this version can
            pass
    return UnknownEvent.model_validate(fields)


def parse_snapshot(frame: Mapping[str, Any]) -> Snapshot:
    """Its parts that a project has added are in `state`. A message that is too large for a frame has `partial`, and no content."""
    of_every_stream = ("type", "at", "project", "messages")
    messages = [{"content": None, **message} for message in frame["messages"]]
    state = {name: StatePart(value=value) for name, value in frame.items() if name not in of_every_stream}
    fields = {"at": frame["at"], "project": frame["project"], "messages": messages, "state": state}
    return Snapshot.model_validate(fields, extra="ignore")
