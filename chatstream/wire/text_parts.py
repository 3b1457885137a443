"""Split a text that is too long for one event into several."""

from collections.abc import Iterator
from uuid import UUID

from chatstream.wire.events import Delta, Event, Reasoning, Status

PIECE_CHARS = 32 * 1024  # JSON may need six bytes for a character: still a frame of less than 256 KiB


def split_text(text: str) -> Iterator[str]:
    """`text` in pieces of at most PIECE_CHARS; an empty one is one piece."""
    for start in range(0, len(text) or 1, PIECE_CHARS):
        yield text[start : start + PIECE_CHARS]


def restate_text(message_id: UUID, attempt: int, text: str, reasoning: str = "") -> list[Event]:
    """The events that replace a message's text and reasoning by these.

    They are `restarted`, which clears the reasoning, deltas for the text that does not fit into it, and reasoning.
    """
    first, *rest = split_text(text)
    restarted = Status(message_id=message_id, status="restarted", attempt=attempt, content=first)
    deltas = [Delta(message_id=message_id, content=piece) for piece in rest]
    thoughts = [Reasoning(message_id=message_id, content=piece) for piece in split_text(reasoning) if piece]
    return [restarted, *deltas, *thoughts]
