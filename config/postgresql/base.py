"""Django's PostgreSQL, whose statements do not wait for ever on a line that takes everything and answers nothing."""

from types import ModuleType
from typing import Any

import psycopg
from django.db.backends.postgresql import base


class BoundedConnection(psycopg.Connection[Any]):
    """`answer_seconds`: how long an answer is waited for, None for ever. TCP notices a dead host, not a proxy that hangs."""

    answer_seconds: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Raises OperationalError after `answer_seconds`; the connection is closed then, since an answer may still come."""
        try:
            return super().wait(gen, interval, timeout or self.answer_seconds)
        except psycopg.errors._WaitTimeout as problem:
            self.close()
            raise psycopg.OperationalError(f"the server did not answer within {self.answer_seconds:g} s") from problem


def connect(*, answer_seconds: float | None = None, **options: Any) -> BoundedConnection:
    connection = BoundedConnection.connect(**options)
    connection.answer_seconds = answer_seconds
    return connection


_driver = ModuleType("psycopg")
vars(_driver).update(vars(psycopg), connect=connect)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = _driver
