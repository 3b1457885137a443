"""The project's web server and workers, as processes that are killed and started again."""

import asyncio
import os
import shlex
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress

HOST = "127.0.0.1"
START_SECONDS = 60.0
END_SECONDS = 15.0

Process = subprocess.Popen[bytes]


class Site:
    """`web` and `worker`: command lines; in that of the web server, {port} is the port on which it is to listen."""

    def __init__(self, web: str, worker: str, workers: int) -> None:
        self.port = _free_port()
        self._web_command = shlex.split(web.format(port=self.port))
        self._worker_command = shlex.split(worker)
        self._web: Process | None = None
        self._workers: list[Process] = []
        self._count = workers

    async def start(self) -> None:
        """Raises TimeoutError if the web server does not listen."""
        self._workers = [_start(self._worker_command) for _ in range(self._count)]
        await self._start_web()

    async def kill_web(self) -> None:
        """kill -9; returns when another one listens. Raises TimeoutError."""
        if self._web is not None:
            _kill(self._web)
        await self._start_web()

    def kill_workers(self) -> None:
        """kill -9, all of them; as many others start."""
        for worker in self._workers:
            _kill(worker)
        self._workers = [_start(self._worker_command) for _ in self._workers]

    def end(self) -> None:
        """SIGTERM, and SIGKILL for what does not end by it."""
        processes = [*self._workers, *([self._web] if self._web else [])]
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                _kill(process)

    async def _start_web(self) -> None:
        self._web = _start(self._web_command)
        async with asyncio.timeout(START_SECONDS):
            while not await self._listens():
                if (code := self._web.poll()) is not None:
                    raise ChildProcessError(f"{shlex.join(self._web_command)} has ended with {code}.")
                await asyncio.sleep(0.05)

    async def _listens(self) -> bool:
        try:
            _, writer = await asyncio.open_connection(HOST, self.port)
        except OSError:
            return False
        writer.close()
        return True


def _start(command: Sequence[str]) -> Process:
    return subprocess.Popen(  # noqa: S603 - the operator's own command lines
        command, stdin=subprocess.DEVNULL, start_new_session=True
    )


def _kill(process: Process) -> None:
    """With the processes that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
