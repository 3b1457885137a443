"""`manage.py chaos`: it says what it will do, and leaves nothing running whatever way it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from chaos import postgres
from instance.process import wait_until
from tests.child_process import BASE

COMMAND = [sys.executable, "manage.py", "chaos"]


def processes_of(folder: str) -> list[str]:
    """The command lines of processes that were started for this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"VAR_DIR={folder}" in (process / "environ").read_bytes().decode(errors="replace").split("\0"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_its_help_says_what_is_broken_and_what_is_counted() -> None:
    output_file = subprocess.run(
        [*COMMAND, "--help"], cwd=BASE, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    for word in (
        "kill -9",
        "lost, duplicated, reordered",
        "Exit code 0",
        "--quick",
        "--postgres",
        "--cluster",
        "--seed",
        "--replay",
    ):
        assert word in output_file


def test_where_there_is_no_postgresql_it_says_so_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_BINARIES", "nowhere/initdb")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="no PostgreSQL on this machine: install it"):
        postgres.require_postgres()


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running(tmp_path: Path, ending: signal.Signals) -> None:
    output = tmp_path / "said"
    with output.open("wb") as output_file:
        command = subprocess.Popen(
            [*COMMAND, "--seconds", "60"],
            cwd=BASE,
            stdout=output_file,
            stderr=output_file,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
    try:
        wait_until(lambda: "kill -9" in output.read_text(), 120, output.read_text)
        [folder] = tmp_path.glob("chatstream-chaos-*")
        assert len(processes_of(str(folder))) >= 3
    finally:
        command.send_signal(ending)
        assert command.wait(30) != 0
    wait_until(lambda: not processes_of(str(folder)), 10, lambda: processes_of(str(folder)))


@pytest.mark.slow
def test_every_promise_holds() -> None:
    """R1, R4-R8 with real processes; the figures are judged by the command itself."""
    done = subprocess.run([*COMMAND, "--seed", "1"], cwd=BASE, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["mutants_caught"] == 4
    assert result["kills"] >= 3


@pytest.mark.slow
def test_every_promise_holds_on_a_cluster_whose_nodes_are_lost() -> None:
    command = [*COMMAND, "--quick", "--cluster", "--seed", "1"]
    done = subprocess.run(command, cwd=BASE, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    for fault in (", a master", "slots", "kill -9 worker"):
        assert fault in done.stderr
