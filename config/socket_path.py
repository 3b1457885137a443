"""Where the embedded Valkey listens."""

import os
import tempfile
from hashlib import sha256
from pathlib import Path

_LONGEST = 100  # a Unix socket's path has at most 107 bytes on Linux, 103 on macOS


def socket_path(folder: Path) -> Path:
    """A socket in `folder`, or, if that path is too long for one, in a private folder named after it."""
    path = folder / "valkey.sock"
    if len(str(path).encode()) <= _LONGEST:
        return path
    private = Path(tempfile.gettempdir()) / f"chatstream-{sha256(str(folder).encode()).hexdigest()[:16]}"
    private.mkdir(mode=0o700, exist_ok=True)
    if private.stat().st_mode & 0o077 or private.stat().st_uid != os.getuid():
        raise PermissionError(f"{private} is not private to this user: remove it, or use a shorter VAR_DIR.")
    return private / "valkey.sock"
