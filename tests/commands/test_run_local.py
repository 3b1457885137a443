"""`make run-local` says what is missing before it installs anything."""

import subprocess

import pytest

from tests.child_process import BASE


@pytest.mark.parametrize("named", [[], ["MODEL="], ["MODEL=/nowhere/model.gguf"]])
def test_a_model_file_that_is_not_there_is_said_in_one_sentence(named):
    done = subprocess.run(
        ["make", "--no-print-directory", "run-local", *named],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )

    assert done.returncode != 0
    assert done.stdout == "Name a model file that is there: make run-local MODEL=path/to/model.gguf\n"
