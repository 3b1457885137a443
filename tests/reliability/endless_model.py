"""A provider that never comes to an end, and notes the moment at which it is left."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.orchestrator.llm.local_server import HEAD, Exchange, local_server, text_event

_WORD_SECONDS = 0.05


class EndlessModel:
    """`left_at`: by the last message of the conversation, when the connection of its answer was closed (monotonic)."""

    def __init__(self) -> None:
        self.url = ""
        self.left_at: dict[str, float] = {}

    async def is_left(self, message: str) -> float:
        async with asyncio.timeout(30):
            while message not in self.left_at:
                await asyncio.sleep(0.01)
        return self.left_at[message]

    async def speak(self, exchange: Exchange) -> None:
        message = exchange.body["messages"][-1]["content"]
        leaving = asyncio.create_task(self._note_the_end(exchange, message))
        try:
            await exchange.send(HEAD)
            while not leaving.done():
                await exchange.send_piece(text_event("word "))
                await asyncio.wait([leaving], timeout=_WORD_SECONDS)
        finally:
            await leaving

    async def _note_the_end(self, exchange: Exchange, message: str) -> None:
        with suppress(ConnectionError):
            await exchange.wait_for_close()
        self.left_at[message] = time.monotonic()


@asynccontextmanager
async def endless_model() -> AsyncIterator[EndlessModel]:
    model = EndlessModel()
    async with local_server(model.speak) as server:
        model.url = server.url
        yield model
