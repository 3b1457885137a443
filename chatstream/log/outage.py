"""One log line when a store fails and one when it answers again, for however many callers."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

SETTLED_SECONDS = 3.0  # every caller retries within this time: a store that answers after it has recovered


class Outage:
    """The state of one store, as this process sees it. Any thread may call it; `record_success` is cheap while all is well."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._began: float | None = None
        self._last_failure = 0.0

    def record_failure(self, problem: BaseException) -> None:
        with self._lock:
            self._last_failure = time.monotonic()
            if self._began is not None:
                return
            self._began = self._last_failure
        logger.warning("%s unavailable: %s; retrying.", self._store, _first_line(problem))

    def record_success(self) -> None:
        """The store has answered. It counts as available when nothing has failed for SETTLED_SECONDS."""
        if self._began is None:
            return
        with self._lock:
            began = self._began
            if began is None or time.monotonic() - self._last_failure < SETTLED_SECONDS:
                return
            self._began = None
            seconds = self._last_failure - began
        logger.warning("%s available again after %.0f s.", self._store, seconds)


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
