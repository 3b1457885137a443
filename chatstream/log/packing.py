"""Events as they are stored: deltas without what all deltas have in common, a third smaller. Reading restores every byte."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from uuid import UUID

from pydantic_core import to_json

from chatstream.log.entries import Entry, Position
from chatstream.wire.base import now_ms

# As Delta.encode writes it: message, ts, and the content with its quotes. A field that a newer server adds does not match.
_PLAIN_DELTA = re.compile(
    r'\{"type":"delta","message_id":"([0-9a-f-]{36})","ts":(\d{13}),"content":("(?:[^"\\]|\\.)*")\}'
)
# In a packed one, which has a space between them.
_MESSAGE, _TS, _CONTENT = slice(36), slice(37, 50), slice(51, None)
_TEXT = slice(52, -1)  # the content without its quotes

# As Reasoning.encode writes it, and as it is stored: servers of the last version read the same log.
_REASONING = b'{"type":"reasoning","message_id":"%b","ts":%b,"content":"%b"}'
_REASONING_MESSAGE, _REASONING_TS, _REASONING_TEXT = slice(34, 70), slice(77, 90), slice(102, -2)

MERGED_MAX_BYTES = 128 * 1024  # of text: half of what a frame may have

# An entry as it is stored: its id, and its body in one field.
Row = tuple[bytes, tuple[bytes, bytes]]


def pack(body: str) -> str:
    """The JSON text of an event as it is stored: a plain delta packed, any other text, also a packed delta, unchanged."""
    delta = _PLAIN_DELTA.fullmatch(body)
    return " ".join(delta.groups()) if delta else body


def packed_delta(message_id: UUID | str, text: str) -> str:
    """What `pack` makes of a Delta with this text and the time of now; made directly, for thousands of them a second."""
    return f"{message_id} {now_ms()} {to_json(text).decode()}"


def unpack(stored: str) -> str:
    """The body that `pack` was given. JSON objects, which alone begin with a brace, were not packed."""
    if stored.startswith("{"):
        return stored
    return f'{{"type":"delta","message_id":"{stored[_MESSAGE]}","ts":{stored[_TS]},"content":{stored[_CONTENT]}}}'


def read(row: Row) -> Entry:
    entry_id, (_, stored) = row
    return Entry(read_position(entry_id), unpack(stored.decode()))


def read_position(entry_id: bytes) -> Position:
    epoch, seq = entry_id.split(b"-")
    return Position(int(epoch), int(seq))


def merge(rows: Iterable[Row]) -> Iterator[Entry]:
    """The same events in fewer entries: neighbouring deltas of one message become one, of at most MERGED_MAX_BYTES.

    So do neighbouring pieces of reasoning. They are joined as they are stored: to make an entry of each first would cost ten
    times as much for a client that comes back.
    """
    for head, run in groupby(rows, key=_head):
        if head.startswith(b'{"type":"reasoning"'):
            yield from _merge_reasoning(run)
        elif head.startswith(b"{"):
            yield from map(read, run)
        else:
            yield from map(_join, _split(run))


def _head(row: Row) -> bytes:
    """Of a packed delta: its message id."""
    return row[1][1][_MESSAGE]


def _split(run: Iterable[Row]) -> Iterator[list[Row]]:
    """The run in pieces of at most MERGED_MAX_BYTES."""
    piece: list[Row] = []
    size = 0
    for row in run:
        size += len(row[1][1])
        if piece and size > MERGED_MAX_BYTES:
            yield piece
            piece, size = [], len(row[1][1])
        piece.append(row)
    yield piece


def _join(run: list[Row]) -> Entry:
    last_id, (_, last) = run[-1]
    text = b"".join([stored[_TEXT] for _, (_, stored) in run])
    return Entry(
        read_position(last_id), unpack((last[: _CONTENT.start] + b'"' + text + b'"').decode()), merged=len(run)
    )


def _merge_reasoning(rows: Iterable[Row]) -> Iterator[Entry]:
    """An event with a field that a newer server has added is not merged."""
    for message, run in groupby(rows, key=_reasoning_message):
        if message:
            yield from map(_join_reasoning, _split(run))
        else:
            yield from map(read, run)


def _reasoning_message(row: Row) -> bytes:
    """The message id of plain reasoning; empty for any other. No text has `","`: its quotes are escaped."""
    stored, message = row[1][1], row[1][1][_REASONING_MESSAGE]
    plain = _REASONING % (message, stored[_REASONING_TS], stored[_REASONING_TEXT])
    return message if stored == plain and b'","' not in stored[_REASONING_TEXT] else b""


def _join_reasoning(run: list[Row]) -> Entry:
    last_id, (_, last) = run[-1]
    text = b"".join([stored[_REASONING_TEXT] for _, (_, stored) in run])
    body = _REASONING % (last[_REASONING_MESSAGE], last[_REASONING_TS], text)
    return Entry(read_position(last_id), body.decode(), merged=len(run))
