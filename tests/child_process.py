"""Processes that tests start: whatever happens, also during the start, they end, and with the test process at the latest."""

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from instance.process import end_process, start_process

BASE = Path(__file__).parent.parent
GRACE_SECONDS = 30.0


def start_child(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """A child in the project's folder and in our session. SIGTERM ends it if this test process dies (Linux)."""
    defaults = {"cwd": BASE, "start_new_session": False, "death_signal": signal.SIGTERM}
    return start_process(command, **{**defaults, **options})


def end_child(process: "subprocess.Popen[Any]", number: signal.Signals = signal.SIGTERM) -> None:
    """Signal it and wait; SIGKILL after GRACE_SECONDS."""
    end_process(process, GRACE_SECONDS, number)


@contextmanager
def child(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    process = start_child(command, **options)
    try:
        yield process
    finally:
        end_child(process)
