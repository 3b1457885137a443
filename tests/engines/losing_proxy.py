"""A way to an instance on which the first request for a file is lost: answered with 503, as by a server that is restarted."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


class LosingProxy(socketserver.ThreadingTCPServer):
    """Forwards TCP. `lose(file, times)`: so many of the next requests for it are not."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, upstream_port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.upstream_port = upstream_port
        self._left: dict[bytes, int] = {}
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def is_done(self) -> bool:
        """Whether all that was to be lost has been asked for."""
        return not any(self._left.values())

    def lose(self, file: str, times: int = 1) -> None:
        self._left[f"/{file} ".encode()] = times

    def is_lost(self, request: bytes) -> bool:
        line = request.split(b"\r\n", 1)[0]
        with self._lock:
            for file, left in self._left.items():
                if left and line.startswith(b"GET ") and file in line:
                    self._left[file] = left - 1
                    return True
        return False


class _Connection(socketserver.BaseRequestHandler):
    server: LosingProxy

    def handle(self) -> None:
        """Browsers do not pipeline: what they send at once is one request."""
        with socket.create_connection(("127.0.0.1", self.server.upstream_port)) as upstream:
            down = threading.Thread(target=_forward, args=(upstream, self.request), daemon=True)
            down.start()
            with suppress(OSError):
                while data := self.request.recv(65536):
                    if self.server.is_lost(data):
                        self.request.sendall(UNAVAILABLE)
                    else:
                        upstream.sendall(data)
                upstream.shutdown(socket.SHUT_WR)
            down.join(5)


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def losing_proxy(upstream_port: int) -> Iterator[LosingProxy]:
    with LosingProxy(upstream_port) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join(5)
