"""What a command prints is there at once, also in a pipe: people and service managers wait for those lines."""

import os
import subprocess
import sys

from tests.child_process import child
from tests.instance import Instance


def test_a_worker_in_a_pipe_says_that_it_has_started(instance: Instance) -> None:
    with child([sys.executable, "manage.py", "worker"], env=instance.environment, stdout=subprocess.PIPE) as worker:
        while "Worker started." not in (line := worker.stdout.readline().decode()):
            assert line, "it ended without a word"
        assert worker.poll() is None


def test_the_tests_have_no_help_from_the_environment() -> None:
    assert "PYTHONUNBUFFERED" not in os.environ
