"""Check again what was granted: each open stream every `check_seconds`, and at once when a hint comes."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import islice

from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.cancellation import cancel_and_wait, run_to_completion
from chatstream.conf import setting
from chatstream.follow import hints
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.readers import get_readers
from chatstream.loop_local import LoopLocal

logger = logging.getLogger(__name__)

_ROUND_SECONDS = 1.0
_BATCH = 500  # grants in one question to the backend
_RETRY_SECONDS = 5.0

# Hints after which grants are checked, and what of a grant each of them names.
_CHECKS: dict[str, Callable[[Grant], str]] = {
    "hint.stream": lambda grant: grant.stream,
    "hint.grants": lambda grant: str(grant.user_id),
}

Revoke = Callable[[Revocation], Awaitable[None]]


def check_seconds() -> float:
    """The longest time that a stream is served after its grant was lost, also without any hint."""
    return float(setting("CHECK_SECONDS"))


class _Stream:
    """An open stream. `due`: when its grant is checked next, by the loop's clock."""

    def __init__(self, grant: Grant, revoke: Revoke) -> None:
        self.grant = grant
        self.revoke = revoke
        self.due = 0.0


class Revocations:
    """One per process. Its two tasks, which check grants and receive hints, live from the first open stream to the last."""

    def __init__(self) -> None:
        self._streams: set[_Stream] = set()
        self._tasks: list[asyncio.Task[None]] = []
        self._revoking: set[asyncio.Task[None]] = set()
        self._hinted = asyncio.Event()
        self._listening = asyncio.Event()
        self._is_failing = False

    @asynccontextmanager
    async def watch(self, grant: Grant, revoke: Revoke) -> AsyncIterator[None]:
        """While this is open, call `revoke` once if the grant does not hold any more."""
        stream = _Stream(grant, revoke)
        await self._add(stream)
        try:
            yield
        finally:
            await run_to_completion(self._remove(stream))

    async def _add(self, stream: _Stream) -> None:
        stream.due = _next_check()
        self._streams.add(stream)
        if not self._tasks:
            self._listening.clear()
            self._tasks = [
                asyncio.create_task(self._check_regularly(), name="chatstream revocations: checks"),
                asyncio.create_task(self._listen(), name="chatstream revocations: hints"),
            ]
        await self._listening.wait()

    async def _remove(self, stream: _Stream) -> None:
        self._streams.discard(stream)
        if not self._streams:
            tasks, self._tasks = self._tasks, []
            await cancel_and_wait(*tasks)

    def receive(self, kind: str, subject: str) -> None:
        """A hint. For a user, end their streams, which come back; for a stream, or a user's grants, check them at once."""
        if kind == "hint.user":
            self._revoke({stream: "check_again" for stream in self._streams if str(stream.grant.user_id) == subject})
        elif kind in _CHECKS:
            for stream in self._streams:
                if _CHECKS[kind](stream.grant) == subject:
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
                    if message["type"] == "hint.readers":
                        await get_readers().report(message["id"])
                    else:
                        self.receive(message["type"], message["id"])
            except (RedisError, OSError):
                logger.warning(
                    "Channel layer unavailable: hints are not received; checking grants every %d s, retrying in %d s.",
                    check_seconds(),
                    _RETRY_SECONDS,
                )
                self._listening.set()
                await asyncio.sleep(_RETRY_SECONDS)
        self._listening.set()

    async def _check_regularly(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ROUND_SECONDS):
                    await self._hinted.wait()
            self._hinted.clear()
            now = asyncio.get_running_loop().time()
            due = iter([stream for stream in self._streams if stream.due <= now])
            while batch := list(islice(due, _BATCH)):
                await self._check_batch(batch)

    async def _check_batch(self, batch: list[_Stream]) -> None:
        """Where the backend cannot answer, the streams go on, and the next round asks again."""
        try:
            revoked = await get_backend().find_revoked(list({stream.grant for stream in batch}))
        except Exception as problem:  # noqa: BLE001 - whatever the database of the project raises
            if not self._is_failing:
                logger.warning(
                    "Grants could not be checked: %s. Open streams go on; retrying in %d s.", problem, _ROUND_SECONDS
                )
            self._is_failing = True
            return
        self._is_failing = False
        for stream in batch:
            stream.due = _next_check()
        self._revoke({stream: revoked[stream.grant] for stream in batch if stream.grant in revoked})

    def _revoke(self, revoked: dict[_Stream, Revocation]) -> None:
        """In a task for each stream: a socket whose client reads nothing delays no other."""
        for stream in self._streams & revoked.keys():
            self._streams.discard(stream)
            task = asyncio.create_task(_run(stream, revoked[stream]), name="chatstream revocation")
            self._revoking.add(task)
            task.add_done_callback(self._revoking.discard)


async def _run(stream: _Stream, why: Revocation) -> None:
    try:
        await stream.revoke(why)
    except Exception:
        logger.exception(
            "Could not end stream %s after its grant was revoked; it ends with its connection.", stream.grant.stream
        )


def _next_check() -> float:
    """At a random time, so that streams that began together are not all checked at once for ever."""
    spread = check_seconds() - _ROUND_SECONDS
    return asyncio.get_running_loop().time() + spread * random.uniform(0.7, 1.0)  # noqa: S311 - no secret


_revocations = LoopLocal(Revocations)


def get_revocations() -> Revocations:
    """Those of the running event loop: a server process has one."""
    return _revocations.get()
