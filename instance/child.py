"""One process of an instance: started, watched, restarted when it dies, ended."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from instance.process import end_process, start_process

STABLE_SECONDS = 5.0  # a process that dies sooner after its start has died quickly
MAX_QUICK_DEATHS = 5


@dataclass
class Child:
    """`command` and the fields after it: see `start_process`. Without `output` it writes to our own terminal or log."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    output: Path | None = None
    death_signal: signal.Signals = signal.SIGTERM
    options: Mapping[str, Any] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    quick_deaths: int = 0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = start_process(self.command, self.environment, self.output, self.death_signal, **self.options)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def restart_after_death(self) -> bool:
        """Start it again; False if it keeps dying within STABLE_SECONDS of its start."""
        died_quickly = time.monotonic() - self.started < STABLE_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if died_quickly else 0
        if self.quick_deaths >= MAX_QUICK_DEATHS:
            return False
        self.start()
        return True

    def stop(self, grace_seconds: float) -> None:
        """SIGTERM, and SIGKILL if it still runs after the grace time."""
        if self.process is not None:
            end_process(self.process, grace_seconds)
