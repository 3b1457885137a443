"""What a build has left: processes that it started, and files in its folder."""

from pathlib import Path

from orchestrator.rendering.folders import builds_of


def processes(var: Path) -> list[str]:
    """Number and command line of those whose home is, or was, a build's folder."""
    folder = str(builds_of(var)).encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if folder in known and (process / "cmdline").read_bytes():
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found.append(f"{process.name} {command}")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def folders(var: Path) -> list[Path]:
    return list(builds_of(var).glob("build-*"))
