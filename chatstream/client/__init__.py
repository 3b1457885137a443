"""A client of any chatstream server, for programs: docs/chatstream.md. It needs the extra `client`, and no Django."""

from chatstream.client.errors import NotSignedIn, StreamEnded, StreamGone
from chatstream.client.events import UnknownEvent
from chatstream.client.state import Message, State
from chatstream.client.stream import Stream
from chatstream.client.sync_stream import SyncStream
from chatstream.wire.errors import LaterChanges, RequestRefused
from chatstream.wire.events import (
    Delta,
    Error,
    Event,
    Finalized,
    MessageCreated,
    Reasoning,
    Status,
    ToolProgress,
    ToolResult,
    ToolStart,
)
from chatstream.wire.replies import Initiated
from chatstream.wire.views import Snapshot

__all__ = [
    "Delta",
    "Error",
    "Event",
    "Finalized",
    "Initiated",
    "LaterChanges",
    "Message",
    "MessageCreated",
    "NotSignedIn",
    "Reasoning",
    "RequestRefused",
    "Snapshot",
    "State",
    "Status",
    "Stream",
    "StreamEnded",
    "StreamGone",
    "SyncStream",
    "ToolProgress",
    "ToolResult",
    "ToolStart",
    "UnknownEvent",
]
