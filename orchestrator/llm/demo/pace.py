"""Words one after the other, at an even pace."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence


def words(text: str) -> list[str]:
    """Cut `text` into words with the white space after them; joined, they are `text` again."""
    return re.findall(r"\s*\S+\s*", text)


def split_evenly(text: str, most: int) -> list[str]:
    """Cut `text` into at most so many pieces of one length."""
    size = -(-len(text) // most)
    return [text[at : at + size] for at in range(0, len(text), size)]


async def yield_at_pace(pieces: Sequence[str], seconds: float) -> AsyncGenerator[str]:
    """Yield a piece every `seconds`, the first at once; with 0, as fast as can be while others get their turn."""
    clock = asyncio.get_running_loop().time
    start = clock()
    for place, piece in enumerate(pieces):
        # from the start, not from the last piece: late wake-ups do not add up
        await asyncio.sleep(max(0.0, start + place * seconds - clock()))
        yield piece
