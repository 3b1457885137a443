"""The file in which the page leaves its frames: the browser keeps it in its profile, and we read it there."""

import mmap
from pathlib import Path

BYTES_PER_PIXEL = 4  # RGBA


class FrameFile:
    """Frames are written one after the other, into `places` in turn."""

    def __init__(self, width: int, height: int, places: int) -> None:
        self._frame_size = width * height * BYTES_PER_PIXEL
        self._size = self._frame_size * places
        self._position = 0

    def open(self, profile: Path) -> None:
        """Find what the browser has made: no other file of a fresh profile has this size. Raises FileNotFoundError."""
        for path in profile.rglob("*"):
            if path.is_file() and path.stat().st_size == self._size:
                with path.open("rb") as file:
                    self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                return
        raise FileNotFoundError(f"the browser has made no file of {self._size} bytes in {profile}")

    def read_next(self) -> bytes:
        """The frame after the last one that was read, as RGBA. It must have been written."""
        start, self._position = self._position, (self._position + self._frame_size) % self._size
        return self._content[start : start + self._frame_size]
