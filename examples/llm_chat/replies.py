import os
from collections.abc import AsyncIterator
from typing import Any

from openai import AsyncOpenAI

import chatstream


@chatstream.responder
async def reply(answer: chatstream.Answer) -> None:
    async for token in model(answer.history()):
        await answer.write(token)


async def model(history: list[Any]) -> AsyncIterator[str]:
    """Any streaming client of a model; here openai's, at OPENAI_BASE_URL."""
    name = os.environ.get("MODEL", "gpt-5-mini")
    async for chunk in await AsyncOpenAI().chat.completions.create(model=name, messages=history, stream=True):
        for choice in chunk.choices:
            yield choice.delta.content or ""
