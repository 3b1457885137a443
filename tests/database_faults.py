"""A database that fails at the worst moment: in this process, on whichever database the tests run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Fault = Callable[[int], bool]  # whether the commit with this number, from 1, is hit


class Commits:
    """How many commits were tried, and how many of them were hit."""

    def __init__(self) -> None:
        self.tried = 0
        self.hit = 0


@contextmanager
def lost_answers(hits: Fault) -> Iterator[Commits]:
    """The commit succeeds, but who asked for it hears that the connection is gone."""
    with _failing_commits(hits, before=False) as commits:
        yield commits


@contextmanager
def lost_commits(hits: Fault) -> Iterator[Commits]:
    """The connection is gone before the commit gets there: the database rolls back."""
    with _failing_commits(hits, before=True) as commits:
        yield commits


@contextmanager
def _failing_commits(hits: Fault, before: bool) -> Iterator[Commits]:
    commit, commits = BaseDatabaseWrapper._commit, Commits()

    def failing(connection: BaseDatabaseWrapper) -> None:
        commits.tried += 1
        if not hits(commits.tried):
            commit(connection)
            return
        commits.hit += 1
        if before:
            connection.connection.rollback()
        else:
            commit(connection)
        raise OperationalError("server closed the connection unexpectedly")

    with patch.object(BaseDatabaseWrapper, "_commit", failing):
        yield commits


class Away:
    """How often somebody has asked for the database."""

    def __init__(self) -> None:
        self.asked = 0


@contextmanager
def database_away() -> Iterator[Away]:
    """Nobody reaches the database, over new connections or old ones."""
    away = Away()

    def refuse(*_: object) -> None:
        away.asked += 1
        raise OperationalError("connection refused")

    with (
        patch.object(type(connections[DEFAULT_DB_ALIAS]), "get_new_connection", refuse),
        patch.object(BaseDatabaseWrapper, "_cursor", refuse),
    ):
        yield away
