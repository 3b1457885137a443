"""Whether videos can be exported on the server: the workers know it and say so in Valkey, the pages ask there.

A worker that can export is believed before one that cannot, since pages know none by name; who runs workers of both
kinds gets failed cards from the latter, which say what is missing there.
"""

import asyncio
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from redis.exceptions import RedisError

from chatstream.log.connection import connect_blocking, get_client, outage
from orchestrator.rendering import renderers

KEY = "orchestrator:export"
SAID_EVERY = 10.0  # seconds
TRUE_FOR = 30  # seconds
NOBODY = "No worker is running that could export a video."


async def keep_saying() -> None:
    """Say it until cancelled: one task per worker process."""
    while True:
        try:
            await say()
        except (RedisError, OSError) as problem:
            outage.failed(problem)
        await asyncio.sleep(SAID_EVERY)


async def say() -> None:
    """Raises RedisError."""
    why = await asyncio.to_thread(renderers.unavailable)
    await get_client().set(KEY, why or "", ex=TRUE_FOR, nx=why is not None)


def unavailable() -> str | None:
    """Why no worker can export a video, in a sentence; None if one can. Blocks for a second at most."""
    client = connect_blocking(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        said: Any = client.get(KEY)
    except RedisError:
        return NOBODY
    finally:
        client.close()
    return NOBODY if said is None else said.decode() or None


def server_export(request: HttpRequest) -> dict[str, Any]:
    """For templates: `{{ server_export.available }}`, `{{ server_export.reason }}`; asked only by a page that uses it."""

    def ask() -> dict[str, Any]:
        why = unavailable()
        return {"available": why is None, "reason": why or ""}

    return {"server_export": SimpleLazyObject(ask)}
