"""The processes that are broken: Valkey, two web servers (Daphne and uvicorn) and two workers, each behind its proxy."""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from orchestrator.chaos.fault_proxy import FaultProxy
from orchestrator.instance.child import Child
from orchestrator.instance.processes import HOST
from orchestrator.instance.valkey import make_valkey
from orchestrator.instance.web_servers import DAPHNE, UVICORN, web_command

START_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1  # prctl(2)

# What a small machine can take, and no limits on how much is asked.
_ENVIRONMENT = {
    "DEMO_WORD_SECONDS": "0.03",
    "LIMIT_REQUESTS_PER_MINUTE": "100000",
    "LIMIT_LIVE_RUNS": "10000",
    "LLM_MODEL": "demo",
}


@dataclass
class Actor(Child):
    """A child that dies with us whatever state it is in, and whose words go into a file."""

    environment: Mapping[str, str] = field(default_factory=dict)
    output: Path = Path(os.devnull)
    port: int = 0

    def start(self) -> None:
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - our own command lines
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **_ENVIRONMENT, **self.environment},
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def restart(self) -> None:
        """Told to end, ended, started again: as a deployment does it."""
        await asyncio.to_thread(self.stop, 15.0)
        await self.bring_back()

    async def bring_back(self) -> None:
        self.output.unlink(missing_ok=True)
        self.start()
        await self.until_up()

    async def until_up(self) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while not await self._is_up():
                await asyncio.sleep(0.05)

    async def _is_up(self) -> bool:
        if not self.port:
            return self._pid_file_says_started()
        try:
            _, writer = await asyncio.open_connection(HOST, self.port)
        except OSError:
            return False
        writer.close()
        return True

    def _pid_file_says_started(self) -> bool:
        return not self.name.startswith("worker") or self.output.read_text(errors="replace").endswith(
            "Worker started.\n"
        )


@dataclass
class Stage:
    valkey: Child
    valkey_line: FaultProxy
    webs: list[Actor]
    web_lines: list[FaultProxy]
    addresses: list[str]
    workers: list[Actor]
    folder: Path

    @property
    def histories(self) -> list[Path]:
        return sorted(self.folder.glob("worker*.jsonl"))

    def speaking_worker(self) -> Actor:
        """The one that wrote something down last: it has something to lose."""
        newest = max(self.histories, key=lambda path: path.stat().st_mtime_ns)
        return next(worker for worker in self.workers if worker.output.stem == newest.stem)


@asynccontextmanager
async def set_up(folder: Path) -> AsyncIterator[Stage]:
    """Everything runs; whatever ends this, nothing of it goes on."""
    async with AsyncExitStack() as stack:
        valkey = make_valkey(settings.VAR_DIR / "valkey")
        stack.callback(end_all, [valkey])
        valkey.start()
        line = FaultProxy(lambda: asyncio.open_unix_connection(str(settings.VALKEY_SOCKET)))
        path = f"{settings.VALKEY_SOCKET}.line"
        await stack.enter_async_context(line.listening(path))
        redis = {"REDIS_URL": f"unix://{path}"}
        workers = [make_worker(folder, number, redis) for number in (1, 2)]
        webs = [make_daphne(folder, redis), make_uvicorn(folder, redis)]
        stack.callback(end_all, [*webs, *workers])
        for actor in (*workers, *webs):
            actor.start()
        web_lines = [FaultProxy(lambda port=web.port: asyncio.open_connection(HOST, port)) for web in webs]  # type: ignore[misc]
        ports = [await stack.enter_async_context(each.listening()) for each in web_lines]
        await asyncio.gather(*[actor.until_up() for actor in (*workers, *webs)])
        yield Stage(valkey, line, webs, web_lines, [f"{HOST}:{port}" for port in ports], workers, folder)


def make_worker(folder: Path, number: int, environment: Mapping[str, str]) -> Actor:
    history = folder / f"worker{number}.jsonl"
    command = [sys.executable, "-m", "orchestrator.chaos.recorded_worker", str(history)]
    return Actor(f"worker {number}", command, environment=environment, output=folder / f"worker{number}.log")


def make_daphne(folder: Path, environment: Mapping[str, str], name: str = "Daphne") -> Actor:
    port = _free_port()
    return _web(name, DAPHNE, port, folder, environment)


def make_uvicorn(folder: Path, environment: Mapping[str, str], name: str = "uvicorn") -> Actor:
    port = _free_port()
    return _web(name, UVICORN, port, folder, environment)


def _web(name: str, server: str, port: int, folder: Path, environment: Mapping[str, str]) -> Actor:
    command = web_command(server, HOST, port)
    return Actor(name, command, environment=environment, output=folder / f"{name}.log", port=port)


def end_all(children: Sequence[Child]) -> None:
    for child in children:
        if child.process is not None and child.running:
            child.process.kill()  # also one that is stopped; nothing here is needed any more
            child.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    """SIGKILL, since a process that was stopped does not hear a SIGTERM."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
