"""The folder of one build: locked while its worker lives, removed at its end. The next start removes those of dead workers.

Blocking.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

PREFIX = "build-"
MAX_PATH_CHARS = 45  # Chromium keeps a socket in its build's folder, and the path of a socket has 107 bytes at most


@dataclass(frozen=True, slots=True)
class BuildFolder:
    path: Path
    _lock: int

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def make_folder() -> BuildFolder:
    """A new, locked folder. Removes those of dead workers first."""
    with _locked_builds() as all_builds:
        _remove_dead(all_builds)
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=all_builds))
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return BuildFolder(path, lock)


def builds_of(var: Path) -> Path:
    """Where the builds of an instance are: in its folder, or in that for temporary files if its name is too long."""
    path = var / "builds"
    if len(str(path)) <= MAX_PATH_CHARS:
        return path
    return Path(tempfile.gettempdir()) / f"builds-{hashlib.sha256(bytes(var)).hexdigest()[:12]}"


def remove_dead_folders() -> None:
    with _locked_builds() as all_builds:
        _remove_dead(all_builds)


@contextmanager
def _locked_builds() -> Iterator[Path]:
    """No other process makes or removes folders meanwhile, so that a new one is locked before anybody sees it."""
    all_builds = builds_of(settings.VAR_DIR)
    all_builds.mkdir(mode=0o700, parents=True, exist_ok=True)
    if all_builds.stat().st_uid != os.getuid():
        raise PermissionError(f"{all_builds} belongs to another user: remove it, or use a shorter VAR_DIR.")
    with (all_builds / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield all_builds


def _remove_dead(all_builds: Path) -> None:
    for path in all_builds.glob(f"{PREFIX}*"):
        lock = os.open(path, os.O_RDONLY)
        try:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path, ignore_errors=True)
        finally:
            os.close(lock)
