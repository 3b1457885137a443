"""The queue delivers runs that should start. It may lose or repeat them: the fence on the row decides who runs one."""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Protocol, cast
from uuid import UUID

from django.utils.module_loading import import_string

from chatstream.conf import setting


class Queue(Protocol):
    """One per process, named by the setting QUEUE. What it loses, the sweep of a worker finds within seconds."""

    async def enqueue(self, message_id: UUID) -> None:
        """Have a worker run this answer. Harmless to repeat while it waits or runs. Raises RedisError, OSError."""

    async def cancel(self, message_id: UUID) -> None:
        """Take an answer off the queue, if it waits there. Raises RedisError, OSError."""

    async def serve(self, name: str, start: Callable[..., Awaitable[None]]) -> None:
        """Call `start` with the id of each answer that is to run, until cancelled; `name`: of the worker. It returns at once.

        What `tracing.outgoing` gave to whoever enqueued it may follow the id.
        """

    async def close(self) -> None:
        """Close what the running loop has opened to enqueue."""


def get_queue() -> Queue:
    return _load(setting("QUEUE"))


@lru_cache(maxsize=4)
def _load(path: str) -> Queue:
    return cast(Queue, import_string(path)())
