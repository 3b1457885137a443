"""SQLite reads its schema for each new connection, so threads keep theirs. They are closed at the end: a thread that ends
drops its own unclosed, and Python 3.13 warns of that."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

_opened: list[Any] = []


def watch() -> None:
    connection_created.connect(_remember)


def close_all() -> None:
    for connection in _opened:
        connection.close()


def _remember(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        _opened.append(connection.connection)
