"""What one user may ask for, decided atomically in Valkey before anything is written or paid for."""

from pathlib import Path
from uuid import UUID

from django.conf import settings

from chatstream.connection import get_client
from chatstream.errors import RequestRefused

_ADMIT = (Path(__file__).parent / "limits.lua").read_text()

# A run that no one releases (its worker and its row are gone) stops counting after this.
_FORGOTTEN_MS = 3_600_000


async def admit(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """Count one request and one live run. Raises RequestRefused (`rate_limited`, retry_after in seconds), RedisError."""
    minute, live = _keys(user_id)
    script = get_client().register_script(_ADMIT)
    verdict, wait_ms = await script(
        keys=[minute, live],
        args=[
            _entry(project_id, request_id),
            settings.LIMIT_REQUESTS_PER_MINUTE,
            settings.LIMIT_LIVE_RUNS,
            _FORGOTTEN_MS,
        ],
    )
    seconds = max(1, -(-int(wait_ms) // 1000))
    if verdict == b"MINUTE":
        raise RequestRefused("rate_limited", f"That was a lot of messages. Try again in {seconds} s.", seconds)
    if verdict == b"RUNS":
        detail = "Too many answers are being written for you right now. Wait for one to end, or stop it."
        raise RequestRefused("rate_limited", detail, seconds)


async def release(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """The run of this request has ended: it no longer counts as live. Harmless to repeat."""
    await get_client().zrem(_keys(user_id)[1], _entry(project_id, request_id))


async def take_back(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """Nothing came of an admitted request: it is not charged, and is counted anew if it comes again."""
    for key in _keys(user_id):
        await get_client().zrem(key, _entry(project_id, request_id))


async def forget(user_id: object) -> None:
    """Delete what is counted for a user whose account is gone."""
    await get_client().unlink(*_keys(user_id))


def _entry(project_id: UUID, request_id: UUID) -> str:
    """A request id says something within its project alone: the same one elsewhere is another request."""
    return f"{project_id}:{request_id}"


def _keys(user_id: object) -> tuple[str, str]:
    return f"orchestrator:{{{user_id}}}:minute", f"orchestrator:{{{user_id}}}:live"
