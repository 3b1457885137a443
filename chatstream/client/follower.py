"""Where the client stands: each event passes once and in order, and a missing one is noticed."""

import time
from collections.abc import Mapping
from typing import Any

from chatstream.client.errors import EventMissing
from chatstream.log.entries import START, Position

_BEHIND_SECONDS = 5.0  # in which the events up to a heartbeat's head must come
_SILENCE_SECONDS = 35.0  # heartbeats come every 15 s


class Follower:
    """`has_gaps`: the stream is one answer's, so that the sequence has holes which mean nothing."""

    def __init__(self, position: str | None, has_gaps: bool) -> None:
        self.position = position
        self.doubts = 0  # connections in a row whose events did not follow our position
        self._has_gaps = has_gaps
        self._behind_until: float | None = None
        self._head = START

    def resume(self) -> str | None:
        """The position to ask for: ours, or none if that has not helped."""
        self._behind_until = None
        return self.position if self.doubts < 2 else None

    def accept(self, frame: Mapping[str, Any]) -> bool:
        """Whether the event is the next one; False if it is known. Raises EventMissing if one is missing."""
        here, event = _parse(self.position), _parse(frame["id"])
        if event.epoch == here.epoch and event.seq <= here.seq:
            return False
        if not self._has_gaps:
            before = Position(event.epoch, event.seq - frame.get("merged", 1) + 1)  # the first that it stands for
            if not here.precedes(before):
                self.doubts += 1
                raise EventMissing(f"{frame['id']} came after {self.position}")
        self.doubts = 0
        self._move_to(frame["id"])
        return True

    def replace(self, at: str) -> None:
        """A snapshot, true as of `at`."""
        self._head = START
        self._move_to(at)

    def set_head(self, head: str) -> None:
        """The newest event of the stream, by a heartbeat: what is not here within a while is lost."""
        self._head = _parse(head)
        if self._has_gaps or self._has_reached_head():
            self._behind_until = None
        elif self._behind_until is None:
            self._behind_until = time.monotonic() + _BEHIND_SECONDS

    def seconds_left(self) -> float:
        """How long to wait for the next frame before the connection counts as dead."""
        if self._behind_until is None:
            return _SILENCE_SECONDS
        return max(0.0, self._behind_until - time.monotonic())

    def _move_to(self, position: str) -> None:
        self.position = position
        if self._has_reached_head():
            self._behind_until = None

    def _has_reached_head(self) -> bool:
        here = _parse(self.position)
        return here.epoch == self._head.epoch and here.seq >= self._head.seq


def _parse(position: str | None) -> Position:
    return Position.parse(position or "") or START
