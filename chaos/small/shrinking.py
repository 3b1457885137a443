"""From a history that breaks a promise to the few steps that do it."""

from collections.abc import Awaitable, Callable

from chaos.small.steps import Step

Fails = Callable[[list[Step]], Awaitable[bool]]


async def shrink(steps: list[Step], fails: Fails) -> list[Step]:
    """The shortest list found by leaving steps out, in ever smaller pieces, that still fails (delta debugging)."""
    size = len(steps) // 2
    while size:
        start = 0
        while start < len(steps):
            fewer = steps[:start] + steps[start + size :]
            if fewer and await fails(fewer):
                steps = fewer
            else:
                start += size
        size //= 2
    return steps
