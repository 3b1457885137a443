"""Where Remotion is, once it was installed: never in the repository, since its licence is between its users and its makers."""

import shutil
from pathlib import Path

from django.conf import settings

SOURCE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "entry.jsx", "movie.jsx", "bundle.mjs", "render.mjs")


def folder() -> Path:
    path: Path = settings.VAR_DIR / "remotion"
    return path


def command() -> list[str]:
    return [shutil.which("node") or "node", str(folder() / "render.mjs")]


def missing() -> str | None:
    """Why it cannot be used here, in a sentence; None if it can."""
    if shutil.which("node") is None:
        return "Node.js is not installed on this worker (18 or newer is needed)."
    if not (folder() / "bundle" / "index.html").exists():
        return "Remotion is not installed on this worker (manage.py install_remotion)."
    if any((folder() / name).read_bytes() != (SOURCE / name).read_bytes() for name in FILES):
        return "Remotion was installed by another version of this project (manage.py install_remotion)."
    return None
