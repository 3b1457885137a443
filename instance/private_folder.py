"""File permissions: only the operator's user may read the data folder, which holds password hashes, sessions and messages."""

import os
import stat

from django.conf import settings


def make_private() -> str | None:
    """Set the umask so that other users cannot read new files. Returns a warning if they can read VAR_DIR."""
    os.umask(0o077)
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(settings.VAR_DIR.stat().st_mode) & 0o077:
        return f"Warning: other users of this machine can look into {settings.VAR_DIR}: run `chmod 700 {settings.VAR_DIR}`."
    return None
