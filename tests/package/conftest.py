"""The client as npm packs it, installed beside the tools that try it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def npm() -> None:
    if shutil.which("npm") is None:
        pytest.skip("there is no Node.js here: what needs npm is not tried")


@pytest.fixture(scope="session")
def node_folder(npm: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose `node_modules` has the packed client, and the scripts of `npm/`."""
    folder = tmp_path_factory.mktemp("node")
    shutil.copytree(HERE / "npm", folder, dirs_exist_ok=True)
    run("npm", "pack", "--silent", "--pack-destination", folder, cwd=ROOT / "chatstream")
    [tarball] = folder.glob("*.tgz")
    run(
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefer-offline",
        tarball,
        cwd=folder,
    )
    return folder


def run(*command: str | Path, cwd: Path) -> str:
    """What it prints. Its complaints fail the test."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
