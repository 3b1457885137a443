"""How often a person may do what costs rows, files, processor time or sockets, and how often everybody together.

Where Valkey is unavailable, the request is let through: nobody is locked out of their work by a limit.
Answers of a model are the exception, since they cost money; see `orchestrator.run.limits`.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from functools import wraps
from hashlib import sha256
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from chatstream.doors.http import refusal_response
from chatstream.log.connection import get_client
from chatstream.wire.errors import RequestRefused
from projects.limits.leases import LEASE_SECONDS, get_leases
from projects.limits.limit import Entry, Full, Limit

logger = logging.getLogger(__name__)

MINUTE = 60.0
ANSWER_SECONDS = 1.0  # for Valkey, when nothing but a count depends on it
EVERYBODY = "all"

# What each act is called in the settings (LIMIT_…_PER_MINUTE, LIMIT_ALL_…_PER_MINUTE), and to a person.
ACTS = {
    "CALLS": "requests",
    "PROJECTS": "new projects",
    "EDITS": "changes",
    "UPLOADS": "pictures",
    "EXPORTS": "videos",
    "PICTURE_SECONDS": "work on pictures",
}
STREAMS = "streams"
VISITS = "visits"

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


async def count(user_id: object, act: str) -> None:
    """Count one of ACTS for a person. Raises RequestRefused (`rate_limited`)."""
    own = _per_minute(act, _user_name(user_id), f"LIMIT_{act}_PER_MINUTE")
    limits = [own, _per_minute(act, EVERYBODY, f"LIMIT_ALL_{act}_PER_MINUTE")]
    await enter_or_refuse(Entry(limits), f"That was a lot of {ACTS[act]}.")


async def count_more(user_id: object, act: str, times: int) -> None:
    """Count `times` more acts after the fact: later acts are refused, not this one."""
    for _ in range(times):
        try:
            await count(user_id, act)
        except RequestRefused:
            return


async def count_visit(address: str) -> None:
    """Count a request for a shared film from an address. Raises RequestRefused (`rate_limited`)."""
    who = f"address {sha256(address.encode()).hexdigest()[:32]}"
    limits = [
        _per_minute(VISITS, who, "LIMIT_VISITS_PER_MINUTE"),
        _per_minute(VISITS, EVERYBODY, "LIMIT_ALL_VISITS_PER_MINUTE"),
    ]
    await enter_or_refuse(Entry(limits), "That was a lot of requests.")


def count_writes(act: str) -> Callable[[View], View]:
    """A door's view (see `chatstream.doors.http.door`) whose writing requests count as one of ACTS."""

    def decorate(view: View) -> View:
        @wraps(view)
        async def wrapped(request: HttpRequest, user: Any, **ids: Any) -> HttpResponseBase:
            if request.method not in ("GET", "HEAD"):
                await count(user.pk, act)
            return await view(request, user, **ids)

        return wrapped

    return decorate


async def admit_stream(user_id: object) -> AbstractAsyncContextManager[None]:
    """Count one more open stream, for as long as the returned context is open.

    Raises RequestRefused (`rate_limited`).
    """
    limits = [
        Limit(STREAMS, _user_name(user_id), settings.LIMIT_STREAMS, LEASE_SECONDS),
        Limit(STREAMS, EVERYBODY, settings.LIMIT_ALL_STREAMS, LEASE_SECONDS),
    ]
    entry = Entry(limits)
    await enter_or_refuse(entry, "Too many pages or programs of yours are connected at once.", retry_after=10)
    return get_leases().hold(entry)


async def open_streams() -> int | None:
    """How many streams everybody has open; None if no limit counts them (LIMIT_ALL_STREAMS=0). Raises RedisError."""
    everybody = Limit(STREAMS, EVERYBODY, settings.LIMIT_ALL_STREAMS, LEASE_SECONDS)
    if not everybody.most:
        return None
    seconds, _ = await get_client().time()
    return int(await get_client().zcount(everybody.key, float(seconds) * 1000, "+inf"))


async def enter_or_refuse(entry: Entry, detail: str, retry_after: int | None = None) -> None:
    """Count `entry`. Raises RequestRefused (`rate_limited`, with `detail`) if a limit is reached."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await entry.enter()
    except Full as full:
        seconds = retry_after or full.retry_after
        reason = "The server is busy with others." if full.limit.who == EVERYBODY else detail
        raise RequestRefused("rate_limited", f"{reason} Try again in {seconds} s.", seconds) from None
    except (RedisError, OSError, TimeoutError):
        logger.info("Valkey unavailable: %s is not counted, the request goes on.", entry.limits[0].name)


def keys_of(user_id: object) -> list[str]:
    """The Valkey keys of a person's limits."""
    return [Limit(name, _user_name(user_id), 0, 0).key for name in (*ACTS, STREAMS)]


def _per_minute(act: str, who: str, setting: str) -> Limit:
    return Limit(act, who, getattr(settings, setting), MINUTE)


def _user_name(user_id: object) -> str:
    return f"user {user_id}"


class CallLimit:
    """Middleware: every request of somebody who is signed in counts as one of the CALLS. Not for static files."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = await request.auser()
        if user.is_authenticated:
            try:
                await count(user.pk, "CALLS")
            except RequestRefused as refusal:
                return refusal_response(refusal)
        response = await self.get_response(request)
        if (seconds := getattr(request, "retry_after", None)) is not None:  # a form has refused it
            response.status_code, response["Retry-After"] = 429, str(round(seconds))
        return response
