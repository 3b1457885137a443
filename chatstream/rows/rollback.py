"""`on_rollback`, the counterpart of Django's `on_commit`: a stored file, for one, has to go when its transaction fails."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

import django.db

from chatstream.rows.database import is_passing

_hooks: ContextVar[ExitStack] = ContextVar("rollback_hooks")


@contextmanager
def rollback_hooks() -> Iterator[None]:
    """Put it around a transaction: if that fails, the functions given to `on_rollback` are called, newest first."""
    with ExitStack() as hooks:
        token = _hooks.set(hooks)
        try:
            yield
        except django.db.Error as problem:
            if is_passing(problem):  # perhaps all of it is committed: a file too many is better than one too few
                hooks.pop_all()
            raise
        finally:
            _hooks.reset(token)
        hooks.pop_all()


def on_rollback(undo: Callable[[], object]) -> None:
    """Raises LookupError outside of `rollback_hooks`."""
    _hooks.get().callback(undo)
