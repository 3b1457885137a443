"""What this user's processes keep is theirs: password hashes, sessions, and what people wrote."""

import os
import stat

from django.conf import settings


def make_private() -> str | None:
    """From now on this process and its children make files that nobody else can read. Returns a warning if VAR_DIR is open."""
    os.umask(0o077)
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    if stat.S_IMODE(settings.VAR_DIR.stat().st_mode) & 0o077:
        return f"Warning: other users of this machine can look into {settings.VAR_DIR}: run `chmod 700 {settings.VAR_DIR}`."
    return None
