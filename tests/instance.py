"""A running instance, for tests that need the real thing: processes, sockets and all."""

import asyncio
import json
import os
import re
import secrets
import signal
import ssl
import subprocess
import sys
import tempfile
import uuid
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import websockets

from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import end_child, start_child
from tests.fork_server import manage, manage_again

START_SECONDS = 90.0  # on a machine that has a lot else to do
UNLIMITED = [
    f"LIMIT_{act}_PER_MINUTE" for act in ("CALLS", "PROJECTS", "EDITS", "UPLOADS", "EXPORTS", "PICTURE_SECONDS")
] + ["LIMIT_STREAMS"]
WEB = "config.asgi"  # which web server it is, its command line says before
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # to load them takes longer than most requests


@cache
def empty_database() -> bytes:
    """An SQLite file with all tables: to make them takes as long as the rest of a start."""
    with tempfile.TemporaryDirectory() as folder:
        made = manage("migrate", environment={**os.environ, "DATABASE_URL": "", "VAR_DIR": folder})
        assert made.returncode == 0, made.stderr
        return (Path(folder) / "db.sqlite3").read_bytes()


class Instance:
    """`manage.py up` on a free port with a folder of its own. `environment` is added to the child's."""

    def __init__(self, folder: Path, server: str = "uvicorn", **environment: str) -> None:
        self.folder = folder
        self.server = server
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        defaults = {
            "DATABASE_URL": "",
            "DEMO_WORD_SECONDS": "0.005",
            "LIMIT_REQUESTS_PER_MINUTE": "10000",
            "LIMIT_LIVE_RUNS": "1000",
            **dict.fromkeys(UNLIMITED, "0"),
        }
        self.environment = {**os.environ, **defaults, "VAR_DIR": str(folder), **environment}
        self.output = folder / "up.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.folder.mkdir(exist_ok=True)
        database = self.folder / "db.sqlite3"
        if not self.environment["DATABASE_URL"] and not database.exists():
            database.touch(0o600)
            database.write_bytes(empty_database())
        with self.output.open("wb") as output:
            address = ["--port", str(self.port), "--var", str(self.folder), "--server", self.server]
            self.process = start_child(
                [sys.executable, "manage.py", "up", *address],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_until(
                lambda: "Worker started" in self.read_output() and "Open http" in self.read_output(),
                START_SECONDS,
                self.read_output,
            )
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self.process is not None:
            end_child(self.process, signal.SIGINT)

    def read_output(self) -> str:
        """What the instance has printed."""
        return self.output.read_text(errors="replace") if self.output.exists() else ""

    @property
    def sign_in_url(self) -> str:
        return re.findall(r"Open (http\S+)", self.read_output())[-1]

    def manage(self, *command: str, check: bool = True) -> str:
        """The output of a management command run against this instance's data, in a process of its own."""
        done = manage_again(*command, environment=self.environment)
        assert not check or done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def shell(self, code: str) -> Any:
        """Run `code` in this instance's Django; returns what it assigned to `answer`."""
        printed = self.manage(
            "shell", "--no-imports", "-c", f"import json\n{code}\nprint('ANSWER' + json.dumps(answer))"
        )
        return json.loads(printed.split("ANSWER", 1)[1])

    def make_user(self, name: str) -> "Person":
        """A new user with this name and a random end, and a token."""
        username = f"{name}-{secrets.token_hex(4)}"
        token = self.shell(
            "from django.contrib.auth.models import User\nfrom projects.access.tokens import make_token\n"
            f"user = User.objects.create_user({username!r})\nanswer = make_token(user)"
        )
        return Person(self, username, token)

    def make_token(self, person: "Person", **scope: Any) -> "Person":
        """The same person with another token. `scope`: `may_write`, `project_id`."""
        token = self.shell(
            "from django.contrib.auth.models import User\nfrom projects.access.tokens import make_token\n"
            "from projects.scope import Scope\n"
            f"user = User.objects.get(username={person.username!r})\nanswer = make_token(user, scope=Scope(**{scope!r}))"
        )
        return Person(self, person.username, token)

    def pid_of(self, part: str) -> int:
        """The process id of this instance's WEB, `worker` or `valkey-server`."""
        assert self.process is not None
        parent = self.process.pid
        for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                if part in Path(f"/proc/{pid}/cmdline").read_text():
                    return int(pid)
        raise LookupError(f"no {part} is running")

    def kill(self, part: str) -> None:
        """kill -9, and wait until `manage.py up` has started it again."""
        self._end(part, signal.SIGKILL)

    def terminate(self, part: str) -> None:
        """SIGTERM, and wait until `manage.py up` has started it again."""
        self._end(part, signal.SIGTERM)

    def _end(self, part: str, number: signal.Signals) -> None:
        pid = self.pid_of(part)
        os.kill(pid, number)
        wait_until(lambda: self._is_another(part, pid))

    def _is_another(self, part: str, pid: int) -> bool:
        try:
            return self.pid_of(part) != pid
        except LookupError:
            return False  # between two lives


class Person:
    """Somebody with a bearer token: `alice.http` and `alice.socket(project)`."""

    def __init__(self, instance: Instance, username: str, token: str) -> None:
        self.instance = instance
        self.username = username
        self.token = token
        self.headers = {"Authorization": f"Bearer {token}"}

    def http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.instance.url, headers=self.headers, timeout=20, verify=NO_CERTIFICATES)

    async def make_project(self, title: str = "") -> str:
        async with self.http() as client:
            response = await client.post("/api/projects/", json={"title": title})
            assert response.status_code == 201, response.text
            return response.json()["id"]

    @asynccontextmanager
    async def socket(self, project_id: str) -> AsyncIterator["Socket"]:
        url = f"ws://127.0.0.1:{self.instance.port}/ws/projects/{project_id}/"
        async with websockets.connect(url, additional_headers=self.headers, max_size=None) as connection:
            yield Socket(connection)


class Socket:
    """A WebSocket that speaks frames as dicts."""

    def __init__(self, connection: websockets.ClientConnection) -> None:
        self.connection = connection
        self._passed_over: deque[dict[str, Any]] = deque()

    async def send(self, **frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def receive(self, seconds: float = 20) -> dict[str, Any]:
        async with asyncio.timeout(seconds):
            return await self._next()

    async def until(self, wanted: str, seconds: float = 30, **fields: Any) -> list[dict[str, Any]]:
        """All frames up to and with the first of type `wanted` that has these fields."""
        frames = []
        async with asyncio.timeout(seconds):
            while True:
                frame = await self._next()
                frames.append(frame)
                if frame["type"] == wanted and all(frame.get(name) == value for name, value in fields.items()):
                    return frames

    async def initiate(self, message: str, request_id: str | None = None) -> dict[str, Any]:
        """Start a turn; returns the `initiated` frame. Events that came before it are received after it."""
        await self.send(type="initiate", request_id=request_id or str(uuid.uuid4()), message=message)
        *before, initiated = await self.until("initiated")
        self._passed_over.extend(before)
        return initiated

    async def _next(self) -> dict[str, Any]:
        return self._passed_over.popleft() if self._passed_over else json.loads(await self.connection.recv())
