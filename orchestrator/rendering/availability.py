"""Whether videos can be exported on the server: workers announce it in a key of Valkey, pages read it there.

A worker that can export overwrites one that cannot. With workers of both kinds, the export fails on the latter, and its
card tells what is missing there.
"""

import asyncio
from contextlib import closing
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from redis.exceptions import RedisError

from chatstream.log.connection import connect_blocking, get_client
from chatstream.rows.outbox import run_if_possible
from orchestrator.rendering import renderers

KEY = "orchestrator:export"
ANNOUNCE_SECONDS = 10.0
EXPIRY_SECONDS = 30
NO_WORKER = "No worker is running that could export a video."


async def announce_forever() -> None:
    """Announce until cancelled: one task per worker process."""
    while True:
        await run_if_possible(announce_availability())
        await asyncio.sleep(ANNOUNCE_SECONDS)


async def announce_availability() -> None:
    """Raises RedisError."""
    why = await asyncio.to_thread(renderers.unavailable)
    await get_client().set(KEY, why or "", ex=EXPIRY_SECONDS, nx=why is not None)


def unavailable() -> str | None:
    """Why no worker can export a video, in a sentence; None if one can. Blocking, for a second at most."""
    try:
        with closing(connect_blocking(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)) as client:
            reason: Any = client.get(KEY)
    except RedisError:
        return NO_WORKER
    return NO_WORKER if reason is None else reason.decode() or None


def server_export(request: HttpRequest) -> dict[str, Any]:
    """For templates: `{{ server_export.available }}`, `{{ server_export.reason }}`; read only by a page that uses it."""

    def read() -> dict[str, Any]:
        why = unavailable()
        return {"available": why is None, "reason": why or ""}

    return {"server_export": SimpleLazyObject(read)}
