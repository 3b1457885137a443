"""Where a run of the bench plays: a folder, the processes that it started, and its clock. Whatever way it ends, they end."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

BASE = Path(__file__).resolve().parent.parent
GRACE_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Stage:
    """`with Stage(quick, scale) as stage`. `quick` asks for short windows; `scale` shrinks the counts of clients."""

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
            self.end(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def scaled(self, count: int) -> int:
        return max(5, round(count * self.scale))

    def tell(self, text: str) -> None:
        """A line of progress, on standard error."""
        print(f"[{time.monotonic() - self.began:6.1f} s] {text}", file=sys.stderr, flush=True)

    def start(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        pipes: bool = False,
        folder: Path = BASE,
    ) -> subprocess.Popen[bytes]:
        """A child process whose words go to `NAME.log` in the stage's folder, or, with `pipes`, to and from us."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.PIPE if pipes else subprocess.DEVNULL,
                stdout=subprocess.PIPE if pipes else log,
                stderr=log,
                preexec_fn=_die_with_parent,
                start_new_session=True,
            )
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
        """SIGTERM, and SIGKILL for whoever is still there after GRACE_SECONDS."""
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process in self._running:
            self._running.remove(process)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def wait_until(condition: Callable[[], object], seconds: float, why: Callable[[], str]) -> None:
    """Poll until `condition()` is true; TimeoutError with `why()` after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} s in vain: {why()[-2000:]}")
        time.sleep(0.02)


def _die_with_parent() -> None:
    """Even a bench that is killed outright leaves nothing running (Linux alone; /proc is needed anyway)."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
