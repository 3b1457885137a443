"""One run of the bench: its options, its folder, the processes that it started, its clock. However it ends, they end."""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from instance.process import end_process, start_process

BASE = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 8.0


class BenchRun:
    """`with BenchRun(quick, scale) as run`. `quick` asks for short windows; `scale` shrinks the counts of clients."""

    def __init__(self, quick: bool, scale: float = 1.0) -> None:
        self.quick = quick
        self.scale = scale
        self.began = time.monotonic()
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: sys.exit(1))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._running):
            end_process(process, GRACE_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)

    def scaled(self, count: int) -> int:
        return max(5, round(count * self.scale))

    def report(self, text: str) -> None:
        """Print a line of progress on standard error."""
        print(f"[{time.monotonic() - self.began:6.1f} s] {text}", file=sys.stderr, flush=True)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        pipes: bool = False,
        folder: Path = BASE,
    ) -> subprocess.Popen[bytes]:
        """Start a child that writes to `log(name)`; with `pipes` its standard input and output are pipes to us."""
        ends = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE} if pipes else {}
        process = start_process(command, environment, self.log(name), cwd=folder, **ends)
        self._running.append(process)
        return process

    @contextmanager
    def running(
        self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start(name, command, environment)
        try:
            yield process
        finally:
            self.end(process)

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """SIGTERM, and SIGKILL if it still runs after GRACE_SECONDS."""
        end_process(process, GRACE_SECONDS)
        if process in self._running:
            self._running.remove(process)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"
