"""The schemas in the repository are those that the command makes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import ROOT


def make(*arguments: str | Path) -> str:
    """What `python -m chatstream.schemas` prints in a project without settings of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "chatstream.schemas", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def test_the_documents_are_those_of_the_types(tmp_path: Path) -> None:
    make(tmp_path)
    made = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_text() for path in (ROOT / "docs/schemas").iterdir()}


def test_the_typescript_is_that_of_the_types() -> None:
    assert make("types") == (ROOT / "chatstream/types/wire.d.ts").read_text()
