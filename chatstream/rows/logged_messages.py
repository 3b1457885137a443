"""What the log's events of a message come to, as of a position of the log."""

from typing import Any
from uuid import UUID

from chatstream.follow.fold import MessageState, fold
from chatstream.log.entries import Entry, Position
from chatstream.log.event_log import PAGE, Log, get_log
from chatstream.rows.models import AbstractMessage
from chatstream.wire.base import utf8_length
from chatstream.wire.limits import INLINE_MAX_BYTES

EventKeys = set[tuple[str, UUID | None]]  # (type, message id) of events


async def read_logged_state(stream_id: Any, message_id: UUID) -> MessageState | None:
    """The state of a message as of the log's newest event; None if the log has no event of it. Raises RedisError."""
    log = get_log()
    return await logged_state_at(log, stream_id, await log.head(str(stream_id)), message_id)


async def logged_state_at(log: Log, stream_id: Any, at: Position, message_id: UUID) -> MessageState | None:
    """The state of a message from the log's events up to `at`; None if none of these says its text. Raises RedisError."""
    entries = await _entries_until(log, stream_id, at, message_id)
    return fold(entry.event() for entry in entries) if any(map(_has_text, entries)) else None


async def read_whole_message(stream_id: Any, message_id: UUID) -> list[Entry]:
    """All events of a message, from the one that it was created by; empty if the log has lost the first. Raises RedisError."""
    entries = await read_logged_entries(stream_id, message_id)
    return entries if entries and entries[0].type == "message_created" else []


async def read_logged_entries(stream_id: Any, message_id: UUID) -> list[Entry]:
    """The events of a message that the log still has, oldest first. Raises RedisError."""
    log = get_log()
    return await _entries_until(log, stream_id, await log.head(str(stream_id)), message_id)


async def event_keys_after(log: Log, stream_id: Any, at: Position) -> EventKeys:
    """Of the events that the log has after `at`. Raises RedisError."""
    keys: EventKeys = set()
    while True:
        [page] = await log.read_after([(str(stream_id), at)])
        keys |= {(entry.type, _uuid(entry.message_id)) for entry in page}
        if len(page) < PAGE:
            return keys
        at = page[-1].position


async def position_before_long_text(log: Log, at: Position, answers: list[AbstractMessage]) -> Position:
    """`at`, or the position before the first text of these answers that is too long for a frame: the log has all of it."""
    for answer in answers:
        entries = await _entries_until(log, answer.stream_id, at, answer.pk)
        if utf8_length(fold(entry.event() for entry in entries).content) > INLINE_MAX_BYTES:
            at = next((entry.position for entry in reversed(entries) if _begins_text(entry)), at)
    return at


def _has_text(entry: Entry) -> bool:
    """Not so a decision in a log that is newer than the text: what stands is in the row, where the run waited for that."""
    return entry.type in ("delta", "reasoning", "finalized") or _begins_text(entry)


def _begins_text(entry: Entry) -> bool:
    return entry.type == "message_created" or (entry.type == "status" and entry.event()["status"] == "restarted")


async def _entries_until(log: Log, stream_id: Any, at: Position, message_id: UUID) -> list[Entry]:
    """The events of a message up to `at`, oldest first, read backwards as far as needed."""
    wanted: list[Entry] = []
    until = at
    while True:
        page = await log.read_back(str(stream_id), until)
        mine = [entry for entry in page if entry.message_id == str(message_id)]
        wanted = mine + wanted
        if not page or page[0].before.seq == 0 or any(entry.type == "message_created" for entry in mine):
            return wanted
        until = page[0].before


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
