"""Whether this site can answer a person: its database, its Valkey and a worker."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

import django.db
from redis.exceptions import RedisError

from chatstream.log.connection import get_client
from chatstream.loop_local import LoopLocal
from chatstream.rows.database import off_loop
from chatstream.run import presence
from projects.models import Project

ANSWER_SECONDS = 2.0
FRESH_SECONDS = 1.0  # for so long an answer stands: whoever may ask needs no name


@dataclass(frozen=True, slots=True)
class Part:
    ready: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Readiness:
    database: Part
    valkey: Part
    worker: Part

    @property
    def ready(self) -> bool:
        return self.database.ready and self.valkey.ready and self.worker.ready

    def as_json(self) -> dict[str, object]:
        return {"ready": self.ready, **asdict(self)}


async def check_readiness() -> Readiness:
    """Ask all three at once; whoever does not answer within ANSWER_SECONDS is not ready. Raises nothing of theirs."""
    parts = await asyncio.gather(*(_within_seconds(ask) for ask in (_ask_database, _ask_valkey, _ask_worker)))
    return Readiness(*parts)


async def recent_readiness() -> Readiness:
    """The last answer if it is fresh. Callers of one process share one question."""
    return await _answers.get().get()


async def _within_seconds(ask: Callable[[], Awaitable[Part]]) -> Part:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await ask()
    except TimeoutError:
        return Part(False, f"no answer within {ANSWER_SECONDS:.0f} s")
    except (django.db.Error, RedisError, OSError) as problem:
        return Part(False, f"unavailable ({type(problem).__name__})")


async def _ask_database() -> Part:
    await off_loop(Project.objects.exists)()  # a database without tables is not ready either
    return Part(True, "answers")


async def _ask_valkey() -> Part:
    await get_client().ping()
    return Part(True, "answers")


async def _ask_worker() -> Part:
    heard = await presence.seconds_since_heard()
    alive = sum(seconds <= presence.GONE_SECONDS for seconds in heard.values())
    if not alive:
        return Part(False, f"none heard from in {presence.GONE_SECONDS:.0f} s")
    return Part(True, f"{alive} heard from, the last {min(heard.values()):.1f} s ago")


class _Answers:
    """The last readiness of this process, asked for by one caller at a time."""

    def __init__(self) -> None:
        self._asking = asyncio.Lock()
        self._last: Readiness | None = None
        self._asked_at = 0.0

    async def get(self) -> Readiness:
        now = asyncio.get_running_loop().time
        async with self._asking:
            if self._last is None or now() - self._asked_at > FRESH_SECONDS:
                self._last = await check_readiness()
                self._asked_at = now()
            return self._last


_answers = LoopLocal(_Answers)
