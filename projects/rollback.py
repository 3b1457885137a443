"""What a transaction does outside of the database has to be undone by hand when it fails: a stored file, for one."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

import django.db

from projects.database import is_passing

_to_undo: ContextVar[ExitStack] = ContextVar("to_undo")


@contextmanager
def on_rollback() -> Iterator[None]:
    """To be put around a transaction: if it fails, what was named by `if_it_fails` is called, newest first."""
    with ExitStack() as steps:
        token = _to_undo.set(steps)
        try:
            yield
        except django.db.Error as problem:
            if is_passing(problem):  # perhaps all of it is committed: a file too many is better than one too few
                steps.pop_all()
            raise
        finally:
            _to_undo.reset(token)
        steps.pop_all()


def if_it_fails(undo: Callable[[], object]) -> None:
    """Raises LookupError outside of `undoing`."""
    _to_undo.get().callback(undo)
