"""Where Remotion is, once it was installed: never in the repository, since its licence is between its users and its makers."""

import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from storyboard.renderer_files import STATIC

SOURCE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "entry.js", "bundle.mjs", "render.mjs", "browser.sh")
OURS = ("renderer/*", "css/*", "fonts/**/*")  # what the bundle has of STATIC
AGAIN = "run manage.py install_remotion"


class InstallationFailed(Exception):
    """`str()` is a sentence for the operator."""


def folder() -> Path:
    path: Path = settings.VAR_DIR / "remotion"
    return path


def command() -> list[str]:
    return ["node", str(folder() / "render.mjs")]


def missing() -> str | None:
    """Why it cannot be used here, in a sentence; None if it can."""
    if shutil.which("node") is None:
        return "Node.js is not installed on this worker (20.11 or newer is needed)."
    if shutil.which("setpriv") is None:
        return "setpriv is not installed on this worker (Debian: apt-get install util-linux)."
    stamp = _stamp()
    if not stamp.exists():
        return f"Remotion is not installed on this worker ({AGAIN})."
    if stamp.read_text() != _fingerprint():
        return f"Remotion was installed for another version of this project ({AGAIN})."
    return None


def install() -> None:
    """Fetch it, and bundle it with our renderer; takes a minute or two. Raises InstallationFailed."""
    if shutil.which("npm") is None:
        raise InstallationFailed("There is no npm: install Node.js, 20.11 or newer.")
    target = folder()
    target.mkdir(parents=True, exist_ok=True)
    _stamp().unlink(missing_ok=True)
    for name in FILES:
        shutil.copy(SOURCE / name, target / name)
    shutil.rmtree(target / "static", ignore_errors=True)
    for path in _ours():
        copy = target / "static" / path.relative_to(STATIC)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    # Not `npm ci`: the lock file has the encoder of Linux on x86-64 alone, and npm adds that of another platform.
    _run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], "Remotion could not be fetched from npm")
    _run(["node", "bundle.mjs"], "Remotion could not be bundled")
    _stamp().write_text(_fingerprint())


def _run(command: Sequence[str], failure: str) -> None:
    if subprocess.run(command, cwd=folder(), check=False).returncode:  # noqa: S603 - our own command lines
        raise InstallationFailed(f"{failure}: see the messages above.")


def _stamp() -> Path:
    return folder() / "installed"


def _ours() -> list[Path]:
    return sorted(path for pattern in OURS for path in STATIC.glob(pattern) if path.is_file())


def _fingerprint() -> str:
    """Of all that is in the bundle: a renderer that draws otherwise than the preview is of no use."""
    files = [*(SOURCE / name for name in FILES), *_ours()]
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
