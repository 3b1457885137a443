"""How events lie in the log: deltas without what every delta has in common, a third smaller. Reading gives the very same bytes."""

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
_MESSAGE, _TS, _CONTENT = (
    slice(36),
    slice(37, 50),
    slice(51, None),
)  # where they are in a packed one, a space between them
_TEXT = slice(52, -1)  # the content without its quotes

# As Reasoning.encode writes it. It is stored as it is: servers of the last version read the same log.
_REASONING = b'{"type":"reasoning","message_id":"%b","ts":%b,"content":"%b"}'
_THINKER, _THINKER_TS, _THOUGHT = slice(34, 70), slice(77, 90), slice(102, -2)

MERGED_MAX_BYTES = 128 * 1024  # of text: half of what a frame may have

# An entry as it is stored: its id, and its body in one field.
Row = tuple[bytes, tuple[bytes, bytes]]


def pack(body: str) -> str:
    """The JSON text of an event as it is stored; anything but a plain delta stays as it is, also one that is packed."""
    found = _PLAIN_DELTA.fullmatch(body)
    return " ".join(found.groups()) if found else body


def packed_delta(message_id: UUID, text: str) -> str:
    """What `pack` makes of a Delta that says `text` now; made at once, since there are thousands of them a second."""
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

    So do neighbouring pieces of reasoning.

    They are joined as they are stored: to make an entry of each first would cost a client that comes back ten times as much.
    """
    for head, run in groupby(rows, key=_head):
        if head.startswith(b'{"type":"reasoning"'):
            yield from _merge_reasoning(run)
        elif head.startswith(b"{"):
            yield from map(read, run)
        else:
            yield from map(_joined, _cut(run))


def _head(row: Row) -> bytes:
    """Of a packed delta: its message."""
    return row[1][1][_MESSAGE]


def _cut(run: Iterable[Row]) -> Iterator[list[Row]]:
    """The run in pieces whose frames are not too large."""
    piece: list[Row] = []
    size = 0
    for row in run:
        size += len(row[1][1])
        if piece and size > MERGED_MAX_BYTES:
            yield piece
            piece, size = [], len(row[1][1])
        piece.append(row)
    yield piece


def _joined(run: list[Row]) -> Entry:
    last_id, (_, last) = run[-1]
    text = b"".join([stored[_TEXT] for _, (_, stored) in run])
    return Entry(
        read_position(last_id), unpack((last[: _CONTENT.start] + b'"' + text + b'"').decode()), merged=len(run)
    )


def _merge_reasoning(rows: Iterable[Row]) -> Iterator[Entry]:
    """A piece with a field that a newer server has added stays as it is."""
    for message, run in groupby(rows, key=_thinker):
        if message:
            yield from map(_joined_reasoning, _cut(run))
        else:
            yield from map(read, run)


def _thinker(row: Row) -> bytes:
    """The message of a plain piece of reasoning; empty for any other. No text has `","`: its quotes are escaped."""
    stored, message = row[1][1], row[1][1][_THINKER]
    plain = _REASONING % (message, stored[_THINKER_TS], stored[_THOUGHT])
    return message if stored == plain and b'","' not in stored[_THOUGHT] else b""


def _joined_reasoning(run: list[Row]) -> Entry:
    last_id, (_, last) = run[-1]
    text = b"".join([stored[_THOUGHT] for _, (_, stored) in run])
    body = _REASONING % (last[_THINKER], last[_THINKER_TS], text)
    return Entry(read_position(last_id), body.decode(), merged=len(run))
