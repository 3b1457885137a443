"""What was allowed once is asked again: the grant of every open stream, each `check_seconds` and whenever a hint comes."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import islice

from channels.layers import get_channel_layer
from django.conf import settings
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.cancellation import cancel_and_wait, run_to_completion
from chatstream.follow import hints
from chatstream.follow.grant import Grant, Revocation

logger = logging.getLogger(__name__)

_ROUND_SECONDS = 1.0
_BATCH = 500  # grants that the backend is asked about at once
_AGAIN_SECONDS = 5.0

Revoke = Callable[[Revocation], Awaitable[None]]


def check_seconds() -> float:
    """Nobody is served for longer than this on a right that they have lost."""
    return float(getattr(settings, "CHATSTREAM_CHECK_SECONDS", 15.0))


class _Stream:
    """An open stream. `due`: when its grant is to be asked about."""

    def __init__(self, grant: Grant, revoke: Revoke) -> None:
        self.grant = grant
        self.revoke = revoke
        self.due = 0.0


class Revocations:
    """One per process: asks about all open streams in shared rounds, which end with the last stream."""

    def __init__(self) -> None:
        self._streams: set[_Stream] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._revoking: set[asyncio.Task[None]] = set()
        self._hinted = asyncio.Event()
        self._listening = asyncio.Event()
        self._is_failing = False

    @asynccontextmanager
    async def watch(self, grant: Grant, revoke: Revoke) -> AsyncIterator[None]:
        """While this is open, `revoke` is called, once, if the grant does not hold any more."""
        stream = _Stream(grant, revoke)
        await self._add(stream)
        try:
            yield
        finally:
            await run_to_completion(
                self._remove(stream)
            )  # done even if the stream, in a hurry to end, is told so again

    async def _add(self, stream: _Stream) -> None:
        stream.due = _next_check()
        self._streams.add(stream)
        if not self._tasks:
            self._listening.clear()
            self._tasks = [
                asyncio.create_task(self._check(), name="chatstream revocations: checks"),
                asyncio.create_task(self._listen(), name="chatstream revocations: hints"),
            ]
        await self._listening.wait()

    async def _remove(self, stream: _Stream) -> None:
        self._streams.discard(stream)
        if not self._streams:
            tasks, self._tasks = self._tasks, []
            await cancel_and_wait(*tasks)

    def hear(self, kind: str, subject: str) -> None:
        """A hint. For a user, their streams end and come back; for a stream, the backend is asked at once."""
        if kind == "hint.user":
            self._revoke({stream: "check_again" for stream in self._streams if str(stream.grant.user_id) == subject})
        elif kind == "hint.stream":
            for stream in self._streams:
                if stream.grant.stream == subject:
                    stream.due = 0.0
            self._hinted.set()

    async def _listen(self) -> None:
        layer = get_channel_layer()
        while layer is not None:
            try:
                channel = await layer.new_channel()
                await layer.group_add(hints.GROUP, channel)
                self._listening.set()
                while True:
                    message = await layer.receive(channel)
                    self.hear(message["type"], message["id"])
            except (RedisError, OSError):
                logger.warning("Hints cannot be heard; grants are checked every %d s meanwhile.", check_seconds())
                self._listening.set()
                await asyncio.sleep(_AGAIN_SECONDS)
        self._listening.set()

    async def _check(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ROUND_SECONDS):
                    await self._hinted.wait()
            self._hinted.clear()
            now = asyncio.get_running_loop().time()
            due = iter([stream for stream in self._streams if stream.due <= now])
            while batch := list(islice(due, _BATCH)):
                await self._ask(batch)

    async def _ask(self, batch: list[_Stream]) -> None:
        """A backend that cannot answer is no verdict: the streams go on, and are asked about in the next round."""
        try:
            revoked = await get_backend().find_revoked(list({stream.grant for stream in batch}))
        except Exception as problem:  # noqa: BLE001 - whatever the database of the project raises
            if not self._is_failing:
                logger.warning("Grants could not be checked (%s); open streams go on until they can be.", problem)
            self._is_failing = True
            return
        self._is_failing = False
        for stream in batch:
            stream.due = _next_check()
        self._revoke({stream: revoked[stream.grant] for stream in batch if stream.grant in revoked})

    def _revoke(self, revoked: dict[_Stream, Revocation]) -> None:
        """A task each, so that a socket that takes nothing holds up no other."""
        for stream in self._streams & revoked.keys():
            self._streams.discard(stream)
            task = asyncio.ensure_future(_run(stream.revoke(revoked[stream])))
            self._revoking.add(task)
            task.add_done_callback(self._revoking.discard)


async def _run(revoking: Awaitable[None]) -> None:
    try:
        await revoking
    except Exception:
        logger.exception("A stream whose grant was revoked could not be told; it ends with its connection.")


def _next_check() -> float:
    """Spread, so that streams that began together are not asked about together for ever."""
    spread = check_seconds() - _ROUND_SECONDS
    return asyncio.get_running_loop().time() + spread * random.uniform(0.7, 1.0)  # noqa: S311 - no secret


_all: dict[asyncio.AbstractEventLoop, Revocations] = {}


def get_revocations() -> Revocations:
    """Those of the running event loop: a server process has one."""
    loop = asyncio.get_running_loop()
    for other in [known for known in _all if known.is_closed()]:
        del _all[other]
    return _all.setdefault(loop, Revocations())
