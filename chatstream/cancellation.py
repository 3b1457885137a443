"""Cancel tasks reliably, and complete what must not be cancelled half-way."""

import asyncio
from collections.abc import Coroutine
from typing import Any

_REPEAT_SECONDS = 5.0  # a task has this long to clean up before it is cancelled again


async def cancel_and_wait(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel these tasks until each has ended. What they raise is dropped.

    On Python 3.11 `asyncio.wait_for`, through which redis-py sends and connects, can lose a cancellation: once is not enough.
    """
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=_REPEAT_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)  # else what they raised is reported as never retrieved


async def run_to_completion(work: Coroutine[Any, Any, None]) -> None:
    """Await `work` to its end, also if the caller is cancelled meanwhile; then raise CancelledError.

    For what releases something: half of it would be a leak. It must end by itself.
    """
    task, is_cancelled = asyncio.create_task(work), False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            is_cancelled = True
    task.result()
    if is_cancelled:
        raise asyncio.CancelledError
