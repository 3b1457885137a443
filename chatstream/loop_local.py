"""One object per event loop: a connection, a task or a lock belongs to the loop that it was made in."""

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class LoopLocal(Generic[T]):
    """`get()` returns the running loop's object and makes it on the first call. It raises RuntimeError outside of a loop.

    `within`: what this object is built on; it is removed together with that.
    """

    def __init__(self, make: Callable[[], T], within: "LoopLocal[Any] | None" = None) -> None:
        self._make = make
        self._objects: dict[asyncio.AbstractEventLoop, T] = {}
        self._dependents: list[LoopLocal[Any]] = []
        if within is not None:
            within._dependents.append(self)

    def get(self) -> T:
        loop = asyncio.get_running_loop()
        try:
            return self._objects[loop]
        except KeyError:
            self._forget_closed_loops()
            return self._objects.setdefault(loop, self._make())

    def put(self, instance: T) -> None:
        """Use this object in the running loop from now on, in place of one that `make` would make."""
        self.pop()
        self._objects[asyncio.get_running_loop()] = instance

    def pop(self) -> T | None:
        """Remove and return the running loop's object, if it has one: the caller closes it."""
        for dependent in self._dependents:
            dependent.pop()
        return self._objects.pop(asyncio.get_running_loop(), None)

    def _forget_closed_loops(self) -> None:
        """Not by weak references: the tasks of an object refer to its loop."""
        for loop in [loop for loop in self._objects if loop.is_closed()]:
            del self._objects[loop]
