"""Calls of Lua scripts that are made at the same time share a round trip."""

import asyncio
import builtins
import hashlib
import math
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError, ResponseError, TimeoutError

from chatstream.batcher import Batcher

GATHER_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Script:
    """Its ARGV begins with the run id of the server that it runs on. It may be repeated after a lost answer."""

    text: str
    sha: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()
        object.__setattr__(self, "sha", digest)


_Call = tuple[Script, Sequence[str], Sequence[Any]]  # with its KEYS, and its ARGV without the first


class ScriptBatcher(Batcher[_Call, Any]):
    """`await call(script, keys, args)` returns what the script returns.

    A round trip of its own costs five times the CPU of a place in a batch of thirty. The connection is kept: to fetch it from
    the pool each time costs as much as two appends.
    """

    MAX_CALLS = 200

    def __init__(self, redis: Redis) -> None:
        super().__init__("chatstream script batches")
        self._redis = redis
        self._pool: Any = redis.connection_pool
        self._connection: Any = None

    def call(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> Coroutine[Any, Any, Any]:
        """Raises RedisError. A call that is cancelled may have been carried out."""
        return self.submit((script, keys, args))

    async def _send_batches(self) -> None:
        while self._waiting:
            if await self._send_batch() > 1:  # several callers at once: let more of their calls gather
                await asyncio.sleep(GATHER_SECONDS)

    async def _on_cancelled_call(self) -> None:
        """When the last caller is cancelled, the task ends too; its connection is closed if an answer was under way."""
        if self._task is not None and all(answer.done() for _, answer in self._waiting + self._in_flight):
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._waiting = [call for call in self._waiting if not call[1].done()]
            if self._waiting and self._task.done():  # a call has come meanwhile
                self._start()

    async def _send(self, calls: list[_Call]) -> list[Any]:
        """One round trip; two more where the server does not have the script."""
        answers = await self._exchange(calls)
        missed = [index for index, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if missed:
            for script in {calls[index][0] for index in missed}:
                await self._redis.script_load(script.text)
            for index, answer in zip(missed, await self._exchange([calls[index] for index in missed]), strict=True):
                answers[index] = answer
        return answers

    async def _exchange(self, calls: list[_Call]) -> list[Any]:
        if self._connection is None:
            self._connection = await self._pool.get_connection()
        connection = self._connection
        answers: list[Any] = await connection.retry.call_with_retry(
            lambda: self._evaluate(connection, calls), lambda _: connection.disconnect()
        )
        return answers

    async def _evaluate(self, connection: Any, calls: list[_Call]) -> list[Any]:
        """Like a pipeline of redis-py, but with one deadline for all answers in place of one for each.

        The run id is that of the very server that gets the command: a connection ends with its server process.
        """
        await self._pool.ensure_connection(connection)  # the server may have closed it meanwhile
        server = connection.server
        commands = [("EVALSHA", script.sha, len(keys), *keys, server, *args) for script, keys, args in calls]
        await connection.send_packed_command(b"".join(connection.pack_commands(commands)))
        try:
            async with asyncio.timeout(connection.socket_timeout):
                return [await _read_answer(connection) for _ in commands]
        except builtins.TimeoutError:
            raise TimeoutError("The answers to a batch did not come in time.") from None


async def _read_answer(connection: Any) -> Any:
    try:
        return await connection.read_response(timeout=math.inf)  # the batch has the deadline
    except ResponseError as error:
        return error
