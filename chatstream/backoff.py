"""How long to wait before a store that is away is asked again."""

import asyncio

PAUSES = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0)  # seconds; the last one is repeated


async def pause(failures: int) -> None:
    """`failures`: how many tries in a row had failed before the last one."""
    await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
