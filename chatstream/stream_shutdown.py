"""Shutdown of a server process: its streams end first, and their readers come back to another server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Shutdown:
    """`begun` stays set: requests are still answered then, but a new stream ends after its snapshot or missed events."""

    def __init__(self) -> None:
        self.begun = False
        self._streams: set[Callable[[], None]] = set()

    def begin(self) -> None:
        self.begun = True
        for wake in list(self._streams):
            wake()

    @contextmanager
    def wakes(self, wake: Callable[[], None]) -> Iterator[None]:
        """Call `wake` if the shutdown begins meanwhile."""
        self._streams.add(wake)
        try:
            yield
        finally:
            self._streams.discard(wake)


shutdown = Shutdown()
