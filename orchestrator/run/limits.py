"""How many answers a user may request: an atomic decision in Valkey, before anything is written or paid for.

Without Valkey nothing is admitted: an answer costs money, and nobody could read it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop
from chatstream.wire.errors import QuotaExceeded, RequestRefused
from orchestrator.llm.interface import OUTPUT_TOKENS
from projects.limits import rates
from projects.limits.allowance import MICRO, Allowance, Amounts, UsedUp
from projects.limits.bounds import Bounds, read_bounds
from projects.limits.limit import Entry, Full, Limit
from projects.models import Message

_MINUTE, _LIVE = "minute", "live"
_ALL = "all"

# A live run that nobody releases (its worker and its row are gone) expires after this.
_LIVE_EXPIRES_SECONDS = 3600
_LIVE_RETRY_SECONDS = 2  # nobody knows when a run ends

_REFUSALS = {
    (_MINUTE, False): "That was a lot of messages. Try again in {} s.",
    (_LIVE, False): "Too many answers are being written for you right now. Wait for one to end, or stop it.",
    (_MINUTE, True): "Very many people are asking right now. Try again in {} s.",
    (_LIVE, True): "Very many answers are being written right now. Try again in {} s.",
}


_USED_UP = {
    "user": "Your allowance for today is used up. There is a new one in {} h.",
    "group": "The allowance of your group for today is used up. There is a new one in {} h.",
    _ALL: "The allowance of this site for today is used up. There is a new one in {} h.",
}
_HELD = "Answers that are being written hold what is left of the allowance for today. Try again when they have ended."
_HELD_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Admission:
    entry: Entry
    allowance: Allowance

    async def refund(self) -> None:
        """Nothing came of the request. Raises RedisError. Harmless to repeat."""
        await self.entry.refund()
        await self.allowance.release()


async def admit(user_id: object, project_id: UUID, request_id: UUID) -> Admission:
    """Count one request and one live run, and reserve a part of the day's allowance for it.

    Raises RequestRefused (`rate_limited`, `quota_exceeded`; retry_after in seconds), RedisError, django.db.Error.
    """
    bounds, run = await off_loop(read_bounds)(user_id), _member(project_id, request_id)
    entry = Entry(_limits(bounds), run)
    await _enter(entry)
    admission = Admission(entry, Allowance(bounds.daily_caps([_today()]), run))
    try:
        await admission.allowance.reserve(admission.allowance.waiting, Amounts(_first_tokens()))
    except UsedUp as used_up:
        await admission.refund()
        raise _quota_exceeded(used_up) from None
    return admission


async def admit_steering(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """Count one request; its run is counted already. Raises RequestRefused (`rate_limited`), RedisError, django.db.Error."""
    bounds = await off_loop(read_bounds)(user_id)
    await _enter(Entry(_minute_limits(bounds), _member(project_id, request_id)))


async def allowance_of(answer: Message) -> Allowance:
    """What an answer is paid from: the day of its request, or today if it has waited for days. Raises django.db.Error."""
    assert answer.request_id is not None  # every answer has the id of the request that asked for it
    day = answer.created.date()
    bounds = await off_loop(read_bounds)(answer.project.owner_id)
    run = _member(answer.project_id, answer.request_id)
    return Allowance(bounds.daily_caps([day if day in _open_days() else _today()]), run)


async def release(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """The run of this request has ended: it no longer counts as live, and holds nothing of the day's allowance.

    Harmless to repeat. Raises RedisError, django.db.Error.
    """
    bounds, run = await off_loop(read_bounds)(user_id), _member(project_id, request_id)
    await _remove(_LIVE, bounds, run)
    await Allowance(bounds.daily_caps(_open_days()), run).release()


async def refund(user_id: object, project_id: UUID, request_id: UUID) -> None:
    """Refund a request that failed after it was admitted, at no cost. Harmless to repeat. Raises RedisError, django.db.Error."""
    await _remove(_MINUTE, await off_loop(read_bounds)(user_id), _member(project_id, request_id))


async def delete_counts(user_id: object) -> None:
    """Delete what is counted for a user alone, whose account is erased or whom an operator frees.

    Raises RedisError, django.db.Error.
    """
    bounds, who = await off_loop(read_bounds)(user_id), f"user {user_id}"
    own = [Limit(name, who, 0, 0).key for name in (_LIVE, _MINUTE)]
    own += [key for cap in bounds.daily_caps(_open_days()) if cap.who == who for key in cap.keys]
    await get_client().unlink(*own, *rates.keys_of(user_id))


async def _enter(entry: Entry) -> None:
    """Raises RequestRefused (`rate_limited`), RedisError."""
    try:
        await entry.enter()
    except Full as full:
        seconds = _LIVE_RETRY_SECONDS if full.limit.name == _LIVE else full.retry_after
        detail = _REFUSALS[full.limit.name, not full.limit.who.startswith("user ")].format(seconds)
        raise RequestRefused("rate_limited", detail, seconds) from None


async def _remove(name: str, bounds: Bounds, run: str) -> None:
    for limit in _limits(bounds):
        if limit.name == name:
            await get_client().zrem(limit.key, run)


def _limits(bounds: Bounds) -> list[Limit]:
    return [*bounds.limits(_LIVE, "live_runs", _LIVE_EXPIRES_SECONDS), *_minute_limits(bounds)]


def _minute_limits(bounds: Bounds) -> list[Limit]:
    return bounds.limits(_MINUTE, "requests_per_minute", 60)


def _first_tokens() -> int:
    """What is reserved before anybody knows what the model has to read."""
    return int(settings.LLM_MAX_OUTPUT_TOKENS or OUTPUT_TOKENS)


def _today() -> date:
    return datetime.now(UTC).date()


def _open_days() -> list[date]:
    """The days whose answers may still be written."""
    return [_today(), _today() - timedelta(days=1)]


def _quota_exceeded(used_up: UsedUp) -> QuotaExceeded:
    cap = used_up.cap
    of, seconds = cap.who.split()[0], cap.seconds_left()
    left = (cap.most - used_up.used) / (MICRO if cap.measure == "cost" else 1)
    if used_up.used < cap.most:
        return QuotaExceeded(_HELD, _HELD_SECONDS, cap.measure, of, left)
    return QuotaExceeded(_USED_UP[of].format(-(-seconds // 3600)), seconds, cap.measure, of, 0)


def _member(project_id: UUID, request_id: UUID) -> str:
    """Request ids are unique within a project alone."""
    return f"{project_id}:{request_id}"
