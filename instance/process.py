"""Start a process, wait for a condition, end a process: for `manage.py up`, chaos, the bench and the tests."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from orchestrator.parent_death import signal_on_parent_death


def start_process(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    output: Path | None = None,
    death_signal: signal.Signals = signal.SIGKILL,
    **options: Any,
) -> "subprocess.Popen[Any]":
    """Start a child in a session of its own, so that Ctrl-C reaches the parent alone; its standard input is empty.

    `environment`: added to ours. `output`: the file to which standard output and error are appended. `death_signal`:
    sent to the child when this process dies; one that is stopped (SIGSTOP) reacts to SIGKILL alone. `options`: of
    subprocess.Popen; they replace these defaults.
    """
    defaults: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "start_new_session": True,
        "preexec_fn": partial(signal_on_parent_death, death_signal),
        "env": {**os.environ, **(environment or {})},
    }
    if output is None:
        return subprocess.Popen(command, **{**defaults, **options})  # noqa: S603 - our own command lines
    with output.open("ab") as file:
        return subprocess.Popen(command, **{**defaults, "stdout": file, "stderr": file, **options})  # noqa: S603


def end_process(
    process: "subprocess.Popen[Any]", grace_seconds: float, number: signal.Signals = signal.SIGTERM
) -> None:
    """Send it this signal, and SIGKILL if it still runs after the grace time; close its pipes. Harmless to repeat."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()


def wait_until(condition: Callable[[], object], seconds: float = 20.0, explain: Callable[[], str] = str) -> None:
    """Poll until `condition()` is true. Raises TimeoutError, with the end of `explain()`, after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"The condition did not hold within {seconds:g} s. {explain()[-2000:]}")
        time.sleep(0.02)
