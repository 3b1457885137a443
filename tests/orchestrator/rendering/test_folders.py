"""The folders of builds: those of the living stay, those of the dead go."""

import signal
import subprocess
import sys

import pytest
from django.conf import settings

from orchestrator.rendering.folders import make_folder, remove_dead_folders
from tests.child_process import child
from tests.orchestrator.rendering.left_over import folders

WORKER = """
import os, time, django
django.setup()
from orchestrator.rendering.folders import make_folder
folder = make_folder()
(folder.path / "video.part").write_bytes(b"x")
print("made", flush=True)
time.sleep(1000)
"""


@pytest.fixture
def other_worker():
    with child([sys.executable, "-c", WORKER], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"made\n"
        yield process


def test_what_a_killed_worker_left_goes_at_the_next_start(other_worker: subprocess.Popen) -> None:
    remove_dead_folders()
    [left] = folders(settings.VAR_DIR)  # it lives
    other_worker.send_signal(signal.SIGKILL)
    other_worker.wait()
    mine = make_folder()
    assert folders(settings.VAR_DIR) == [mine.path] != [left]
    mine.remove()
    assert folders(settings.VAR_DIR) == []
