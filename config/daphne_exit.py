"""Daphne is given a second to end: a thread that waits for a database that does not answer would keep it for ever."""

from typing import Any

from twisted.internet import reactor

from chatstream.run.threads import exit_after

EXIT_SECONDS = 1.0  # with the drain before it, less than `manage.py up` gives a web server


def bound_the_end() -> None:
    running: Any = reactor  # zope declares its methods without `self`, which mypy takes for the first argument
    running.addSystemEventTrigger("before", "shutdown", exit_after, EXIT_SECONDS)
