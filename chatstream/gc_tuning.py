"""How a server process looks for garbage in cycles: rarely, and not in what it has loaded. What is freed goes back."""

import ctypes
import gc
import sys
from typing import Any

# A reader that comes back makes thousands of objects that are soon gone. With Python's own thresholds (700, 10, 10) a quarter
# of the time that catching up takes would go into looking for cycles among them. The oldest generation is looked through
# after 2 million objects more than have gone, since connections that ended lie there: at 10 million a server kept 90 MB of them.
_OBJECTS, _YOUNG, _MIDDLE = 10_000, 20, 10

# glibc gives each thread a heap of its own, up to eight for each processor, and every one of them keeps its own holes. Python's
# threads run one at a time: two are enough.
_M_ARENA_MAX, _ARENAS = -8, 2  # mallopt(3)
_OLDEST = 2


def _glibc() -> ctypes.CDLL | None:
    """Other allocators give back by themselves."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "malloc_trim") else None


_LIBC = _glibc()


def freeze_loaded_objects() -> None:
    """Call it when everything is loaded: that stays, and to look through it again takes 60 ms each time."""
    gc.set_threshold(_OBJECTS, _YOUNG, _MIDDLE)
    gc.freeze()
    if _LIBC is not None:
        _LIBC.mallopt(_M_ARENA_MAX, _ARENAS)
        gc.callbacks.append(_give_back)


def _give_back(phase: str, info: dict[str, Any]) -> None:
    """Whole pages that are free, also in the midst of a heap: some ms, after each look at the oldest generation."""
    if _LIBC is not None and phase == "stop" and info["generation"] == _OLDEST:
        _LIBC.malloc_trim(0)
