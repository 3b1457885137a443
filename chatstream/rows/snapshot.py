"""A snapshot, true as of its `at`: head first, then the database, then the log's events of answers that have not ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatstream.log.entries import Position
from chatstream.log.event_log import Log, get_log
from chatstream.rows.database import off_loop
from chatstream.rows.logged_messages import EventKeys, event_keys_after, logged_state_at, position_before_long_text
from chatstream.rows.message_view import view, view_from_events, view_without_events
from chatstream.rows.models import AbstractMessage
from chatstream.rows.outbox import flush
from chatstream.rows.registry import of_stream, outbox_model
from chatstream.wire.views import MessageDocument, MessageView, Snapshot, StatePart


@dataclass(frozen=True, slots=True)
class StreamRows:
    """What the database has of a stream. `messages`: a page, oldest first, each after `message_view.add_tool_calls`.

    `project`: the fields that readers get under this name; `more` says whether there are older messages. `state`: parts of yours.
    """

    project: dict[str, Any]
    messages: Sequence[AbstractMessage]
    state: dict[str, StatePart] = field(default_factory=dict)


async def take_snapshot(stream_id: Any, read: Callable[[], StreamRows]) -> Snapshot:
    """For a reader who follows: a long text that is still being written is left to the events after `at`.

    `read` blocks; it may raise NotFound. Raises RedisError.
    """
    log, at, rows, missing = await _read(stream_id, read)
    open_answers = [message for message in rows.messages if _is_open(message, missing)]
    earlier = await position_before_long_text(log, at, open_answers)
    if earlier != at:
        missing |= await event_keys_after(log, stream_id, earlier)
    return await _compose(log, earlier, rows, missing)


async def take_whole_snapshot(stream_id: Any, read: Callable[[], StreamRows]) -> Snapshot:
    """True as of the newest event, with every text, however long."""
    return await _compose(*await _read(stream_id, read))


async def read_message(stream_id: Any, read: Callable[[], AbstractMessage]) -> MessageDocument:
    """One message, whole, as of the newest event. `read` blocks; it may raise NotFound. Raises RedisError."""
    log, at, rows, missing = await _read(stream_id, lambda: StreamRows({}, [read()]))
    result = await _view_at(log, at, rows.messages[0], missing)
    return MessageDocument(at=str(at), **{name: getattr(result, name) for name in MessageView.model_fields})


async def _read(stream_id: Any, read: Callable[[], StreamRows]) -> tuple[Log, Position, StreamRows, EventKeys]:
    """The last: events that the log does not have, or has only after the position."""
    log = get_log()
    await flush(stream_id)
    at = await log.head(str(stream_id))
    rows, waiting = await _read_rows(stream_id, read)
    return log, at, rows, waiting | await event_keys_after(log, stream_id, at)


@off_loop
def _read_rows(stream_id: Any, read: Callable[[], StreamRows]) -> tuple[StreamRows, EventKeys]:
    """The rows, and the keys of the events in the outbox."""
    rows = read()
    return rows, set(outbox_model().objects.filter(**of_stream(stream_id)).values_list("type", "message_id"))


async def _compose(log: Log, at: Position, rows: StreamRows, missing: EventKeys) -> Snapshot:
    """A message whose end is `missing` is shown from the log's events up to `at`, not from its row: else the deltas that
    follow would come twice.
    """
    messages = [message for message in rows.messages if ("message_created", message.pk) not in missing]
    return Snapshot(
        at=str(at),
        project=rows.project,
        messages=[await _view_at(log, at, message, missing) for message in messages],
        state=rows.state,
    )


def _is_open(message: AbstractMessage, missing: EventKeys) -> bool:
    """Whether the message had not ended as of the snapshot."""
    return message.role != "user" and (not message.ended or ("finalized", message.pk) in missing)


async def _view_at(log: Log, at: Position, message: AbstractMessage, missing: EventKeys) -> MessageView:
    if not _is_open(message, missing):
        return view(message)
    state = await logged_state_at(log, message.stream_id, at, message.pk)
    return view_without_events(message) if state is None else view_from_events(message, state)
