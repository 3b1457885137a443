"""Frames on their way to one reader."""

from typing import Literal, NamedTuple

from chatstream.log.entries import Entry, Position
from chatstream.wire.base import utf8_length
from chatstream.wire.errors import PositionLost
from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from chatstream.wire.replies import Reconnected


class Outgoing(NamedTuple):
    """A frame to send. `position`: the receiver's position once it has applied this frame, where that changes it."""

    text: str
    position: Position | None = None


def entry_frame(entry: Entry) -> Outgoing:
    """Raises PositionLost for an entry of an older version that is too large to send: a snapshot passes over it."""
    if len(entry.body) * 4 > SERVER_FRAME_MAX_BYTES and utf8_length(entry.frame) > SERVER_FRAME_MAX_BYTES:
        raise PositionLost(str(entry.position))
    return Outgoing(entry.frame, entry.position)


def heartbeat_frame(head: Position) -> Outgoing:
    """As `Heartbeat` encodes it; made directly, for hundreds of them a second."""
    return Outgoing(f'{{"type":"heartbeat","head":"{head}"}}')


def reconnected_frame(missed: int, last_event_id: str, mode: Literal["replayed", "snapshot"]) -> Outgoing:
    return Outgoing(Reconnected(missed_events=missed, last_event_id=last_event_id, mode=mode).encode())
