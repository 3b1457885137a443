"""How a server process looks for garbage in cycles: rarely, and not in what it has loaded."""

import gc

# A reader that comes back makes thousands of objects that are soon gone. With Python's own thresholds (700, 10, 10) a quarter
# of the time that catching up takes would go into looking for cycles among them. The oldest generation is looked through
# after 2 million objects more than have gone, since connections that ended lie there: at 10 million a server kept 90 MB of them.
_OBJECTS, _YOUNG, _MIDDLE = 10_000, 20, 10


def settle() -> None:
    """Call it when everything is loaded: that stays, and to look through it again takes 60 ms each time."""
    gc.set_threshold(_OBJECTS, _YOUNG, _MIDDLE)
    gc.freeze()
