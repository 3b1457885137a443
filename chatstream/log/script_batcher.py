"""Many calls of one script, few round trips: what is called at the same time travels together."""

import asyncio
import builtins
import hashlib
import math
from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, ResponseError, TimeoutError

AT_MOST = 200
GATHER_SECONDS = 0.004

_Call = tuple[tuple[Any, ...], "asyncio.Future[Any]"]


class ScriptBatcher:
    """`await call(keys, args)` answers like the script itself; what goes wrong with one call, its caller alone hears.

    A call goes out at once, unless others are on their way: then it waits for the next round, some milliseconds at most.
    A round trip of its own costs five times the CPU of a place in a round of thirty.
    """

    def __init__(self, redis: Redis, script: str) -> None:
        self._redis = redis
        self._script = script
        self._sha = hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
        self._waiting: list[_Call] = []
        self._travelling: list[_Call] = []
        self._task: asyncio.Task[None] | None = None
        self._pool: Any = redis.connection_pool
        self._connection: Any = None

    async def call(self, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Raises RedisError. Whether a call that is cancelled was carried out is not known."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append((("EVALSHA", self._sha, len(keys), *keys, *args), answer))
        if self._task is None or self._task.done():
            self._start()
        try:
            return await answer
        except asyncio.CancelledError:
            await self._end_if_nobody_waits()
            raise

    def _start(self) -> None:
        self._task = asyncio.create_task(self._go_round(), name="chatstream rounds")

    async def _end_if_nobody_waits(self) -> None:
        """The callers own the task: when the last of them leaves, it ends, and its connection is given back."""
        if self._task is not None and all(answer.done() for _, answer in self._waiting + self._travelling):
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._waiting = [call for call in self._waiting if not call[1].done()]
            if self._waiting and self._task.done():  # somebody came meanwhile
                self._start()

    async def _go_round(self) -> None:
        """Ends by itself when nobody waits."""
        try:
            while self._waiting:
                await self._carry_out_next()
                if not self._waiting:
                    await self._give_back()  # somebody may come meanwhile
        finally:
            await self._give_back()

    async def _carry_out_next(self) -> None:
        calls, self._waiting = self._waiting[:AT_MOST], self._waiting[AT_MOST:]
        self._travelling = calls
        try:
            await self._carry_out(calls)
        except BaseException as error:
            for _, answer in calls:
                _settle(answer, error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._travelling = []
        if len(calls) > 1:  # several speak at once: give the others time to get on
            await asyncio.sleep(GATHER_SECONDS)

    async def _carry_out(self, calls: list[_Call]) -> None:
        unknown = await self._send(calls)
        if unknown:  # the server has forgotten the script, or never knew it
            await self._redis.script_load(self._script)
            for _, answer in await self._send(unknown):
                _settle(answer, NoScriptError("the script was loaded and is gone again"))

    async def _send(self, calls: list[_Call]) -> list[_Call]:
        """One round trip. Returns the calls that the server could not make for want of the script."""
        answers = await self._exchange([command for command, _ in calls])
        unknown = []
        for call, said in zip(calls, answers, strict=True):
            if isinstance(said, NoScriptError):
                unknown.append(call)
            else:
                _settle(call[1], said)
        return unknown

    async def _exchange(self, commands: list[tuple[Any, ...]]) -> list[Any]:
        """The connection is kept from round to round: to fetch it each time from the pool costs as much as two appends."""
        if self._connection is None:
            self._connection = await self._pool.get_connection()
        connection = self._connection
        answers: list[Any] = await connection.retry.call_with_retry(
            lambda: _ask(connection, commands), lambda _: connection.disconnect()
        )
        return answers

    async def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._pool.release(connection)


async def _ask(connection: Any, commands: list[tuple[Any, ...]]) -> list[Any]:
    """Like a pipeline of redis-py, but with one deadline for all answers in place of one for each."""
    await connection.send_packed_command(b"".join(connection.pack_commands(commands)))
    try:
        async with asyncio.timeout(connection.socket_timeout):
            return [await _answer(connection) for _ in commands]
    except builtins.TimeoutError:
        raise TimeoutError("The answers to a round did not come in time.") from None


async def _answer(connection: Any) -> Any:
    try:
        return await connection.read_response(timeout=math.inf)  # the round has the deadline
    except ResponseError as error:
        return error


def _settle(answer: "asyncio.Future[Any]", said: Any) -> None:
    if answer.done():
        return  # whoever called has left
    if isinstance(said, asyncio.CancelledError):
        answer.cancel()
    elif isinstance(said, BaseException):
        answer.set_exception(said)
    else:
        answer.set_result(said)
