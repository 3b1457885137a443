"""The folder of one build: locked as long as its worker lives, removed at its end. Those of dead workers go at the next start.

All of it blocks.
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
LONGEST = (
    45  # characters: Chromium keeps a socket in its build's folder, and the name of a socket has 107 bytes at most
)


@dataclass(frozen=True, slots=True)
class BuildFolder:
    path: Path
    _lock: int

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        os.close(self._lock)


def make_folder() -> BuildFolder:
    """A new folder; what dead workers have left is removed first."""
    with _alone() as all_builds:
        _remove_dead(all_builds)
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=all_builds))
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        return BuildFolder(path, lock)


def builds_of(var: Path) -> Path:
    """Where the builds of an instance are: in its folder, or in that for temporary files if its name is too long."""
    path = var / "builds"
    if len(str(path)) <= LONGEST:
        return path
    return Path(tempfile.gettempdir()) / f"builds-{hashlib.sha256(bytes(var)).hexdigest()[:12]}"


def remove_dead_folders() -> None:
    with _alone() as all_builds:
        _remove_dead(all_builds)


@contextmanager
def _alone() -> Iterator[Path]:
    """Nobody else makes or removes folders meanwhile: a new one is locked before it is seen."""
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
