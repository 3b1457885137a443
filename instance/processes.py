"""The processes of an instance. They start in the order Valkey, worker, web server, and end in the opposite one."""

import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.core.management.base import CommandError

from instance.child import Child
from instance.ports import HOST, is_listening
from instance.process import wait_until
from instance.valkey import make_valkey, wait_for_valkey
from instance.web_servers import web_command

WEB_START_SECONDS = 30.0
ONCE_GRACE_SECONDS = 2.0
GRACE_SECONDS = {"web server": 4.0, "worker": 10.0, "Valkey": 10.0}


class Stopped(Exception):
    """Ctrl-C or SIGTERM."""


class Processes:
    """`start_valkey` first (the database may be set up meanwhile), then `start_rest`, then `watch` until the end."""

    def __init__(self, port: int, server: str, with_worker: bool) -> None:
        self.port = port
        self.server = server
        self.children: list[Child] = []
        self.once: Child | None = None
        self.with_worker = with_worker
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _stop)

    def start_valkey(self) -> None:
        child = make_valkey(settings.VAR_DIR / "valkey")
        self._start(child)
        wait_for_valkey(child)

    def start_rest(self) -> None:
        """Raises CommandError if the web server does not answer in time."""
        if self.with_worker:
            self._start(Child("worker", [sys.executable, "manage.py", "worker"]))
        self._start(Child("web server", web_command(self.server, HOST, self.port)))
        self._wait_for_web(self.children[-1])

    def run_once(self, name: str, arguments: list[str]) -> None:
        """Start a process that ends by itself: it is neither waited for nor restarted, and ended with the instance."""
        self.once = Child(name, [sys.executable, *arguments])
        self.once.start()

    def watch(self) -> NoReturn:
        """Restart each process that dies. Raises Stopped on a signal, CommandError for a process that keeps dying."""
        while True:
            time.sleep(0.2)
            for child in self.children:
                if child.running:
                    continue
                print(f"The {child.name} died; restarting it.", file=sys.stderr, flush=True)  # noqa: T201
                if not child.restart_after_death():
                    raise CommandError(f"The {child.name} keeps dying: see its messages above.")

    def stop(self) -> None:
        if self.once is not None:
            self.once.stop(ONCE_GRACE_SECONDS)
        for child in reversed(self.children):
            child.stop(GRACE_SECONDS[child.name])

    def _start(self, child: Child) -> None:
        child.start()
        self.children.append(child)

    def _wait_for_web(self, web: Child) -> None:
        with suppress(TimeoutError):
            wait_until(lambda: is_listening(self.port) or not web.running, WEB_START_SECONDS)
        if not (web.running and is_listening(self.port)):
            raise CommandError("The web server did not start: see its messages above.")


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped
