"""Database calls from the event loop: on threads of their own, and repeated safely when the database's answer is lost."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import wraps
from math import inf
from typing import ParamSpec, TypeVar, cast

import django.db
from channels.db import database_sync_to_async
from django.db import connection

from chatstream.backoff import pause
from chatstream.log.outage import Outage
from chatstream.rows.absences import Absences

P = ParamSpec("P")
R = TypeVar("R")

_BRIEFLY_SECONDS = 5.0  # longer than a restart of PostgreSQL usually takes
_FAULTS_OF_OURS = (
    django.db.DataError,
    django.db.IntegrityError,
    django.db.ProgrammingError,
    django.db.NotSupportedError,
)
_LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL: NOWAIT or lock_timeout

outage = Outage("Database")
absences = Absences()


def off_loop(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Make a blocking database function awaitable.

    Django's own async ORM uses one thread for the whole process, so that a slow query there would hold up everyone.
    These threads are the loop's pool (at most 32), each with its own connection.
    """

    @wraps(function)
    def watched(*args: P.args, **kwargs: P.kwargs) -> R:
        asked = time.monotonic()
        try:
            result = function(*args, **kwargs)
        except django.db.Error as problem:
            if is_passing(problem) and not is_locked(problem):
                outage.record_failure(problem)
                absences.record_failure(asked)
                _drop_connection()
            raise
        outage.record_success()
        absences.record_answer()
        return result

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return cast(R, await database_sync_to_async(watched, thread_sensitive=False)(*args, **kwargs))

    return call


def persist(function: Callable[P, R], seconds: float = inf) -> Callable[P, Awaitable[R]]:
    """Like `off_loop`, but repeat `function` until the database has answered: a failure may hide a commit that succeeded.

    So `function` must look first for what an earlier call of it may have committed, and return that. No thread is held
    between tries. After `seconds` the database's error is raised: what became of the last try is not known. Raises at once
    what is no problem of the database itself, such as IntegrityError.
    """
    call_once = off_loop(function)

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        failures, end = 0, time.monotonic() + seconds
        while True:
            try:
                return await call_once(*args, **kwargs)
            except django.db.Error as problem:
                if not is_passing(problem) or time.monotonic() > end:
                    raise
            await pause(failures)
            failures += 1

    return call


def persist_briefly(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """`persist` for a request that waits: it fails within seconds while the database is away."""
    return persist(function, _BRIEFLY_SECONDS)


def is_passing(problem: BaseException) -> bool:
    """Whether the database was unavailable, rather than refused the statement."""
    return isinstance(problem, django.db.Error) and not isinstance(problem, _FAULTS_OF_OURS)


def is_locked(problem: BaseException) -> bool:
    """Whether the statement failed on a lock of another transaction."""
    return getattr(problem.__cause__, "sqlstate", None) == _LOCK_NOT_AVAILABLE


def _drop_connection() -> None:
    """The next statement reconnects, to the new server after a failover."""
    if not connection.in_atomic_block:  # else a caller's transaction is still open, and ends with it
        with suppress(django.db.Error):
            connection.close()
