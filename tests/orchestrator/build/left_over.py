"""What a build has left: processes that it started, and files in its folder."""

from pathlib import Path


def processes(var: Path) -> list[str]:
    """The command lines of those whose home is, or was, a build's folder."""
    folder = str(var / "builds").encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if folder in known and (process / "cmdline").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def folders(var: Path) -> list[Path]:
    return list((var / "builds").glob("build-*"))
