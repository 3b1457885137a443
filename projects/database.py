"""Database work from the event loop: on a thread that no stream waits for."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from channels.db import database_sync_to_async

P = ParamSpec("P")
R = TypeVar("R")


def off_loop(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Make a blocking database function awaitable.

    Django's own async ORM uses one thread for the whole process, so that a slow query there would hold up everyone.
    These threads are the loop's pool (at most 32), each with its own connection.
    """

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return cast(R, await database_sync_to_async(function, thread_sensitive=False)(*args, **kwargs))

    return call
