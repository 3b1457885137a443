"""When the database did not answer: an owner could record no heartbeat then, so that this time is no silence of its."""

import threading
from collections import deque
from time import monotonic

_KEPT = 100  # spans; older ones lie before any silence that is asked for


class Absences:
    """The spans of time in which this process had no answer, by `time.monotonic`. Any thread may call it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spans: deque[tuple[float, float]] = deque(maxlen=_KEPT)
        self._since: float | None = None  # the span that has not ended
        self._answered = 0.0

    def record_failure(self, asked: float) -> None:
        """`asked`: when that was asked which has failed. On a dead line this is seconds ago."""
        with self._lock:
            if self._since is None:
                self._since = max(asked, self._answered)

    def record_answer(self) -> None:
        self._answered = monotonic()
        if self._since is None:
            return
        with self._lock:
            if self._since is not None:
                self._spans.append((self._since, self._answered))
                self._since = None

    def lengthen(self, seconds: float) -> float:
        """How long ago, in seconds, the last `seconds` in which the database answered began."""
        now = monotonic()
        with self._lock:
            spans = list(self._spans)
            if self._since is not None:
                spans.append((self._since, now))
        for began, until in reversed(spans):
            if now - until > seconds:
                break
            seconds += until - began
        return seconds
