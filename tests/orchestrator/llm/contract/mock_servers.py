"""Model servers that nobody here wrote, as processes of their own: llmock (PyPI) and aimock (npm)."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import httpx

from tests.child_process import BASE, child

AIMOCK = BASE / ".aimock" / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
START_SECONDS = 60.0


class MockServer:
    """`address` is `http://127.0.0.1:PORT`."""

    def __init__(self, address: str, control: str) -> None:
        self.address = address
        self._client = httpx.Client(base_url=address + control, trust_env=False, timeout=START_SECONDS)

    def get(self, path: str) -> Any:
        return self._client.get(path).raise_for_status().json()

    def post(self, path: str, body: Any = None) -> Any:
        return self._client.post(path, json=body).raise_for_status().json()

    def close(self) -> None:
        self._client.close()


@contextmanager
def mock_server(command: list[str], log: Path, control: str, health: str) -> Iterator[MockServer]:
    """Run `command PORT` until the context ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with log.open("wb") as output, child([*command, port], stdout=output, stderr=output) as process:
        server = MockServer(f"http://127.0.0.1:{port}", control)
        try:
            _wait_until_serving(server.address + health, process, log)
            yield server
        finally:
            server.close()


def node() -> str | None:
    """A Node.js that runs aimock: the system's, or the one that Playwright brings."""
    try:
        from playwright._impl._driver import compute_driver_executable
    except ImportError:
        return which("node")
    return str(compute_driver_executable()[0])


def _wait_until_serving(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the server ended while starting: {log.read_text()[-2000:]}"
        try:
            if httpx.get(url, trust_env=False).status_code < 500:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"nothing answers at {url}")
