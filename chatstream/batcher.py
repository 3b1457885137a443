"""Calls that are made at the same time share a batch: fewer round trips to Redis, fewer transactions in the database."""

import asyncio
import sys
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

Call = TypeVar("Call")
Answer = TypeVar("Answer")


class Batcher(ABC, Generic[Call, Answer]):
    """`await submit(call)` returns the answer to this call.

    The first call is sent at once. Calls that come while a batch is under way make up the next one. The task that sends
    them ends when no call waits.
    """

    MAX_CALLS: ClassVar[int] = sys.maxsize  # in one batch

    def __init__(self, name: str) -> None:
        self._name = name  # of the task
        self._waiting: list[tuple[Call, asyncio.Future[Answer]]] = []
        self._in_flight: list[tuple[Call, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def submit(self, call: Call) -> Answer:
        """Raises what `_send` has raised, or has returned for this call. A cancelled call may have been carried out."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((call, answer))
        if self._task is None or self._task.done():
            self._start()
        try:
            return await answer
        except asyncio.CancelledError:
            await self._on_cancelled_call()
            raise

    @abstractmethod
    async def _send(self, calls: list[Call]) -> Sequence[Answer | Exception]:
        """The answer to each call, in order; an exception is raised by `submit` of that call alone."""

    async def _on_cancelled_call(self) -> None:
        """Nothing: the batch goes on for the other callers."""

    def _start(self) -> None:
        self._task = asyncio.create_task(self._send_batches(), name=self._name)

    async def _send_batches(self) -> None:
        while self._waiting:
            await self._send_batch()

    async def _send_batch(self) -> int:
        """Send the next batch and resolve its calls; returns how many there were."""
        batch, self._waiting = self._waiting[: self.MAX_CALLS], self._waiting[self.MAX_CALLS :]
        self._in_flight = batch
        try:
            answers = await self._send([call for call, _ in batch])
            for (_, future), answer in zip(batch, answers, strict=True):
                _resolve(future, answer)
        except BaseException as error:
            for _, future in batch:
                _resolve(future, error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._in_flight = []
        return len(batch)


def _resolve(future: "asyncio.Future[Answer]", answer: Answer | BaseException) -> None:
    if future.done():
        return  # its caller was cancelled
    if isinstance(answer, asyncio.CancelledError):
        future.cancel()
    elif isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)
