"""To end tasks for certain, and what must be done at their end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

_AGAIN_SECONDS = 5.0  # what it does at its end is not disturbed before that


async def cancel_and_wait(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel these tasks until each has ended; what they raise is theirs.

    On Python 3.11 `asyncio.wait_for`, through which redis-py sends and connects, can lose a cancellation: once is not enough.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)  # else what they raised is reported as never retrieved


async def run_to_completion(work: Coroutine[Any, Any, None]) -> None:
    """Await `work` to its end, however often the caller is told to end meanwhile; then the caller ends.

    For what gives something back: half of it would be a leak. It must come to its end by itself.
    """
    task, told = asyncio.create_task(work), False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            told = True
    task.result()
    if told:
        raise asyncio.CancelledError
