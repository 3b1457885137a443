"""A server that ends sends its readers away first: each stream ends in order, and its reader comes back to another server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Shutdown:
    """`begun` stays set: what a departing process is asked for then is answered, and not followed."""

    def __init__(self) -> None:
        self.begun = False
        self._streams: set[Callable[[], None]] = set()

    def begin(self) -> None:
        self.begun = True
        for wake in list(self._streams):
            wake()

    @contextmanager
    def wakes(self, wake: Callable[[], None]) -> Iterator[None]:
        """`wake` is called if the departure begins meanwhile."""
        self._streams.add(wake)
        try:
            yield
        finally:
            self._streams.discard(wake)


shutdown = Shutdown()
