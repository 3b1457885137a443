"""Positions in a log and the entries at them. Pure: no input or output happens here."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self


class Position(NamedTuple):
    """A place in a log: the wire id `EPOCH-SEQ` as two numbers, ordered as the log is."""

    epoch: int
    seq: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The position in `text`; None for a text that `str(position)` cannot be."""
        epoch, dash, seq = text.partition("-")
        if not (dash and epoch.isascii() and epoch.isdigit() and seq.isascii() and seq.isdigit()):
            return None
        if len(epoch) > 16 or len(seq) > 16:
            return None
        return cls(int(epoch), int(seq))

    def precedes(self, other: "Position") -> bool:
        """Whether `other` is the very next entry; the first entry of any log follows START."""
        if self == START:
            return other.seq == 1
        return self.epoch == other.epoch and self.seq + 1 == other.seq

    def __str__(self) -> str:
        return f"{self.epoch}-{self.seq}"


START = Position(0, 0)  # before the first entry of a log that does not exist yet


@dataclass(slots=True)
class Entry:
    """One logged event: its position, and its JSON text without the id (the producer's bytes, never encoded again).

    `merged`: how many events it stands for.
    """

    position: Position
    body: str
    merged: int = 1
    _frame: str = field(default="", init=False, repr=False, compare=False)

    @property
    def frame(self) -> str:
        """The text that goes on the wire, made once for all readers."""
        if not self._frame:
            merged = f',"merged":{self.merged}' if self.merged > 1 else ""
            self._frame = f'{{"id":"{self.position}"{merged},{self.body[1:]}'
        return self._frame

    @property
    def before(self) -> Position:
        """The position before the first event that it stands for: positions have no gaps."""
        return Position(self.position.epoch, self.position.seq - self.merged)

    @property
    def type(self) -> str:
        return self.body.split('"', 4)[3]

    @property
    def message_id(self) -> str | None:
        """Read from the start of the body, where Event puts it: a nested field of that name is not taken for it."""
        head = self.body.split('"', 8)
        return head[7] if len(head) > 7 and head[5] == "message_id" else None

    def event(self) -> dict[str, Any]:
        """The event as a dict, with its `id`."""
        return {"id": str(self.position), **json.loads(self.body)}
