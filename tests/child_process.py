"""Processes that tests start: whatever happens, also during the start, they end, and with the test process at the latest."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BASE = Path(__file__).parent.parent

_PR_SET_PDEATHSIG = 1  # prctl(2)
GRACE_SECONDS = 30.0


def start_child(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """A child in the project's folder. The kernel ends it if this test process dies (Linux)."""
    return subprocess.Popen(command, preexec_fn=_die_with_parent, **{"cwd": BASE, **options})


def end_child(process: "subprocess.Popen[Any]", number: signal.Signals = signal.SIGTERM) -> None:
    """Signal it and wait; SIGKILL after GRACE_SECONDS."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


@contextmanager
def child(command: Sequence[str], **options: Any) -> Iterator["subprocess.Popen[Any]"]:
    process = start_child(command, **options)
    try:
        yield process
    finally:
        end_child(process)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
