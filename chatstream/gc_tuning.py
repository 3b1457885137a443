"""Garbage collection of a server process: rare, not among what was loaded at the start; freed memory goes back to the system."""

import ctypes
import gc
import sys
from typing import Any

# A reader that comes back makes thousands of short-lived objects. With Python's own thresholds (700, 10, 10) a quarter of the
# time for catching up went into searching them for cycles. The oldest generation, where closed connections lie, is searched
# after 2 million (10 000 * 20 * 10) new objects: at 10 million a server kept 90 MB of such connections.
_OBJECTS, _YOUNG, _MIDDLE = 10_000, 20, 10
_LOADED = 300_000  # more objects than a start makes: some 120 000 of them stay

# glibc has up to eight heaps for each processor, one for each thread, and each keeps its own free pages. Python's threads
# run one at a time: two heaps are enough.
_M_ARENA_MAX, _ARENAS = -8, 2  # mallopt(3)
_OLDEST = 2


def _glibc() -> ctypes.CDLL | None:
    """None for another allocator, which returns memory by itself."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "malloc_trim") else None


_LIBC = _glibc()


def load_without_collection() -> None:
    """Call before anything is loaded: searching for garbage where there is none would be a tenth of the start."""
    gc.set_threshold(_LOADED)


def freeze_loaded_objects() -> None:
    """Call after start-up: objects loaded by then are excluded from garbage collection, which would take 60 ms each time."""
    gc.set_threshold(_OBJECTS, _YOUNG, _MIDDLE)
    gc.freeze()
    if _LIBC is not None:
        _LIBC.mallopt(_M_ARENA_MAX, _ARENAS)
        gc.callbacks.append(_trim_heap)


def _trim_heap(phase: str, info: dict[str, Any]) -> None:
    """Return free pages to the system, also from the middle of a heap: some ms after each collection of the oldest generation."""
    if _LIBC is not None and phase == "stop" and info["generation"] == _OLDEST:
        _LIBC.malloc_trim(0)
