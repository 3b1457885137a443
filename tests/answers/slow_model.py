"""A model that types: each word is a network read of its own."""

import asyncio
from collections.abc import Iterable

from tests.orchestrator.llm.local_server import DONE, HEAD, Exchange, text_event

WORDS = [f"word{number} " for number in range(120)]
TEXT = "".join(WORDS)
PACE_SECONDS = 0.02


async def type_slowly(exchange: Exchange, words: Iterable[str] = WORDS) -> None:
    await exchange.send(HEAD)
    for word in words:
        await exchange.send_piece(text_event(word))
        await asyncio.sleep(PACE_SECONDS)
    await exchange.send_piece(text_event(None, "stop"))
    await exchange.send_piece(DONE)
    await exchange.end()
