"""One process of an instance: started, watched, started again when it dies, ended."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG = 1  # prctl(2)
SETTLED_SECONDS = 5.0
QUICK_DEATHS = 5


@dataclass
class Child:
    """`command` is run in a session of its own: Ctrl-C reaches the parent alone, which then ends its children in order."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = field(default=0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own command lines
            self.command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again after a death; False if it keeps dying within seconds of its start."""
        quick = time.monotonic() - self.started < SETTLED_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        if self.quick_deaths >= QUICK_DEATHS:
            return False
        self.start()
        return True

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM, and SIGKILL for whoever is still there after the grace time."""
        if self.process is None or not self.running:
            return
        self.process.terminate()
        try:
            self.process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    """Even a parent that is killed outright leaves nothing running (Linux; elsewhere Ctrl-C and SIGTERM do)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
