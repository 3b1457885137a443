"""One process that is broken on purpose."""

import asyncio
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from instance.child import Child
from instance.processes import HOST

START_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1  # prctl(2)

# What a small machine can take, and no limits on how much is asked.
_ENVIRONMENT = {
    "DEMO_WORD_SECONDS": "0.03",
    "LIMIT_REQUESTS_PER_MINUTE": "100000",
    "LIMIT_LIVE_RUNS": "10000",
    "LIMIT_CALLS_PER_MINUTE": "0",
    "LIMIT_PROJECTS_PER_MINUTE": "0",
    "LIMIT_STREAMS": "0",
    "LLM_MODEL": "demo",
}


@dataclass
class Actor(Child):
    """A child that dies with us whatever state it is in, and whose words go into a file."""

    environment: Mapping[str, str] = field(default_factory=dict)
    output: Path = Path(os.devnull)
    port: int = 0
    user: str | None = None  # who runs it; None: we
    folder: Path | None = None  # where it runs; None: here

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
                user=self.user,
                group=self.user,
                extra_groups=None if self.user is None else [],
                cwd=self.folder,
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


def end_all(children: Sequence[Child]) -> None:
    for child in children:
        if child.process is not None and child.running:
            child.process.kill()  # also one that is stopped; nothing here is needed any more
            child.process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    """SIGKILL, since a process that was stopped does not hear a SIGTERM."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
