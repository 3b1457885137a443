"""How many answers may be asked for, decided atomically in Valkey before anything is written or paid for.

Without Valkey nothing is admitted: an answer costs money, and nobody could read it.
"""

from uuid import UUID

from django.conf import settings

from chatstream.log.connection import get_client
from chatstream.wire.errors import RequestRefused
from projects.limits import rates
from projects.limits.limit import Entry, Full, Limit

_MINUTE, _LIVE = "minute", "live"
_ALL = "all"

# A run that no one releases (its worker and its row are gone) stops counting after this.
_FORGOTTEN_SECONDS = 3600
_RUN_ENDS_SECONDS = 2  # when to ask again: nobody knows when a run ends

_REFUSALS = {
    (_MINUTE, False): "That was a lot of messages. Try again in {} s.",
    (_LIVE, False): "Too many answers are being written for you right now. Wait for one to end, or stop it.",
    (_MINUTE, True): "Very many people are asking right now. Try again in {} s.",
    (_LIVE, True): "Very many answers are being written right now. Try again in {} s.",
}


async def admit(user_id: object, project_id: UUID, request_id: UUID) -> Entry:
    """Count one request and one live run. Raises RequestRefused (`rate_limited`, retry_after in seconds), RedisError."""
    entry = Entry(_limits(user_id), _name(project_id, request_id))
    try:
        await entry.enter()
    except Full as full:
        seconds = _RUN_ENDS_SECONDS if full.limit.name == _LIVE else full.retry_after
        detail = _REFUSALS[full.limit.name, full.limit.who == _ALL].format(seconds)
        raise RequestRefused("rate_limited", detail, seconds) from None
    return entry


async def release(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """The run of this request has ended: it no longer counts as live. Harmless to repeat."""
    await _leave(_LIVE, user_id, project_id, request_id)


async def refund(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """Nothing came of this request, and nothing was paid for it: it no longer counts in its minute. Harmless to repeat."""
    await _leave(_MINUTE, user_id, project_id, request_id)


async def forget(user_id: object) -> None:
    """Delete what is counted for a user whose account is gone."""
    own = [limit.key for limit in _limits(user_id) if limit.who != _ALL]
    await get_client().unlink(*own, *rates.keys_of(user_id))


async def _leave(name: str, user_id: object, project_id: UUID, request_id: UUID) -> None:
    for limit in _limits(user_id):
        if limit.name == name:
            await get_client().zrem(limit.key, _name(project_id, request_id))


def _limits(user_id: object) -> list[Limit]:
    who = f"user {user_id}"
    return [
        Limit(_LIVE, who, settings.LIMIT_LIVE_RUNS, _FORGOTTEN_SECONDS),
        Limit(_MINUTE, who, settings.LIMIT_REQUESTS_PER_MINUTE, 60),
        Limit(_LIVE, _ALL, settings.LIMIT_ALL_LIVE_RUNS, _FORGOTTEN_SECONDS),
        Limit(_MINUTE, _ALL, settings.LIMIT_ALL_REQUESTS_PER_MINUTE, 60),
    ]


def _name(project_id: UUID, request_id: UUID) -> str:
    """A request id says something within its project alone: the same one elsewhere is another request."""
    return f"{project_id}:{request_id}"
