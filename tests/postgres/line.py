"""The line to PostgreSQL: it lets everything through, but for the answer to a COMMIT when it is told to swallow it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import connections

_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"  # a simple query


class Line:
    """A TCP proxy on a port of its own. `swallow`: how many of the next commits are carried out without an answer."""

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.swallow = 0
        self.swallowed = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self.server)
            cut = threading.Event()
            for source, target, is_client in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._carry, args=(source, target, is_client, cut), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_client: bool, cut: threading.Event) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_client and data.endswith(_COMMIT) and self._takes_one():
                    cut.set()
                if not is_client and cut.is_set():
                    break  # the commit is done; its answer goes nowhere
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _takes_one(self) -> bool:
        with self._lock:
            if self.swallow:
                self.swallow -= 1
                self.swallowed += 1
                return True
            return False


@contextmanager
def through_a_line() -> Iterator[Line]:
    """Whatever connects to the database from here on does it over this line."""
    settings = connections["default"].settings_dict
    line = Line(settings["HOST"], int(settings["PORT"]))
    before, settings["PORT"] = settings["PORT"], line.port
    try:
        yield line
    finally:
        settings["PORT"] = before
        line.close()
