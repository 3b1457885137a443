"""The processes of an instance, in the order in which they start; they end in the opposite one."""

import signal
import socket
import sys
import time
from types import FrameType
from typing import NoReturn

from django.conf import settings
from django.core.management.base import CommandError

from instance.child import Child
from instance.valkey import make_valkey, wait_for_valkey
from instance.web_servers import web_command

HOST = "127.0.0.1"
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
        """Start what ends by itself; the instance does not wait for it, and ends it if it is still there at the end."""
        self.once = Child(name, [sys.executable, *arguments])
        self.once.start()

    def watch(self) -> NoReturn:
        """Start again whatever dies. Raises Stopped at the end, CommandError for a part that keeps dying."""
        while True:
            time.sleep(0.2)
            for child in self.children:
                if child.running:
                    continue
                print(f"The {child.name} died; starting it again.", file=sys.stderr, flush=True)  # noqa: T201
                if not child.revive():
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
        end = time.monotonic() + WEB_START_SECONDS
        while time.monotonic() < end and web.running:
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise CommandError("The web server did not start: see its messages above.")


def require_free_port(port: int) -> None:
    """Raises CommandError if something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(f"Port {port} is in use: choose another one with --port.") from None


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stopped
