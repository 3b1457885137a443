"""Whether the worker of this event loop shuts down: its runs are then released to other workers, not finished."""

import asyncio

from chatstream.loop_local import LoopLocal

_requested = LoopLocal(asyncio.Event)


def shutdown_requested() -> asyncio.Event:
    return _requested.get()
