"""The ids of a log line. Whoever begins a request, a socket or a run names them once, and every line within has them."""

from collections.abc import Mapping
from contextvars import ContextVar

_ids: ContextVar[Mapping[str, str]] = ContextVar("ids of the log", default={})  # noqa: B039 - never changed, only replaced


def add_ids(**ids: object) -> None:
    """Add to the ids of the running task, and of the tasks that it begins."""
    _ids.set({**_ids.get(), **{name: str(value) for name, value in ids.items()}})


def current_ids() -> Mapping[str, str]:
    return _ids.get()
