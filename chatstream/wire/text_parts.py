"""A text that is too long for one event is said in several."""

from collections.abc import Iterator
from uuid import UUID

from chatstream.wire.events import Delta, Event, Reasoning, Status

PIECE_CHARS = 32 * 1024  # JSON may need six bytes for a character: still a frame of less than 256 KiB


def split_text(text: str) -> Iterator[str]:
    """`text` in pieces of at most PIECE_CHARS; an empty one is one piece."""
    for start in range(0, len(text) or 1, PIECE_CHARS):
        yield text[start : start + PIECE_CHARS]


def restate_text(message_id: UUID, attempt: int, text: str, reasoning: str = "") -> list[Event]:
    """The events that put `text` and `reasoning` in the place of all that was said of the message.

    They are `restarted`, which empties the reasoning, and what does not fit into it: deltas, and reasoning.
    """
    first, *rest = split_text(text)
    restarted = Status(message_id=message_id, status="restarted", attempt=attempt, content=first)
    deltas = [Delta(message_id=message_id, content=piece) for piece in rest]
    thoughts = [Reasoning(message_id=message_id, content=piece) for piece in split_text(reasoning) if piece]
    return [restarted, *deltas, *thoughts]
