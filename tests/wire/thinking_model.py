"""A model behind two names: `small` obliges at once, `thinker` thinks first, slowly enough to be killed in mid-thought."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.instance import Instance
from tests.orchestrator.llm.local_server import DONE, HEAD, Exchange, event, local_server, text_event
from tests.scripted_server import obliging

THOUGHTS = [f"thought {number} — " for number in range(60)]
WORDS = [f"word {number} " for number in range(30)]
_PAUSE = 0.05  # longer than words are gathered


@asynccontextmanager
async def instance_with_models(folder: Path) -> AsyncIterator[Instance]:
    """Its own model is the demo; both others can be chosen."""
    async with local_server(_respond) as model:
        choices = {"LLM_CHOICES": "chat:small,chat:thinker", "CHAT_BASE_URL": model.url}
        instance = Instance(folder, LLM_MODEL="demo", **choices)
        try:
            await asyncio.to_thread(instance.start)
            yield instance
        finally:
            await asyncio.to_thread(instance.stop)


async def _respond(exchange: Exchange) -> None:
    await (_think_and_answer if exchange.body["model"] == "thinker" else obliging)(exchange)


def _thought_event(text: str) -> bytes:
    return event(choices=[{"index": 0, "delta": {"reasoning_content": text}, "finish_reason": None}])


async def _think_and_answer(exchange: Exchange) -> None:
    await exchange.send(HEAD)
    for piece in [*map(_thought_event, THOUGHTS), *map(text_event, WORDS)]:
        await exchange.send_piece(piece)
        await asyncio.sleep(_PAUSE)
    await exchange.send_piece(text_event(None, "stop") + DONE)
    await exchange.end()
