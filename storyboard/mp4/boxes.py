"""The boxes of an MP4 file (ISO/IEC 14496-12), read without trusting a word of it.

Every size is checked against what holds it before it is used, and only the boxes that are looked for are opened: neither
forged sizes, nor endless nesting, nor a cut-off end costs more than one walk over `moov`. All raise VideoRefused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import iter_unpack
from typing import IO, NoReturn, TypeVar

MOST_BOXES = 1000  # side by side
TOP = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}

T = TypeVar("T")
Found = dict[bytes, list[memoryview]]  # the payloads of boxes, by type


class VideoRefused(ValueError):
    """A file that is not an acceptable MP4 video. `str()` is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Mp4Box:
    """The position of a box's payload in the file, in bytes."""

    type: bytes
    start: int
    end: int


def top_boxes(file: IO[bytes]) -> Iterator[Mp4Box]:
    """The boxes of the file, which together are all of it."""
    end, start = file.seek(0, 2), 0
    for _ in range(MOST_BOXES):
        if start == end:
            return
        file.seek(start)
        kind, head, size = read_header(memoryview(file.read(min(16, end - start))), end - start)
        if kind not in TOP:
            refuse("it holds what does not belong into one")
        yield Mp4Box(kind, start + head, start + size)
        start += size
    refuse("it has too many parts")


def child_boxes(data: memoryview) -> Found:
    """The boxes of a box, which together are all of it."""
    found: Found = {}
    for _ in range(MOST_BOXES):
        if not data:
            return found
        kind, head, size = read_header(data, len(data))
        found.setdefault(kind, []).append(data[head:size])
        data = data[size:]
    refuse("it has too many parts")


def read_header(data: memoryview, room: int) -> tuple[bytes, int, int]:
    """The type of the box that begins here, the length of its header, and its whole length, which is within `room`."""
    size, kind, head = read_number(data, 0, 4), bytes(data[4:8]), 8
    if size == 1:
        size, head = read_number(data, 8, 8), 16
    if len(kind) < 4 or not head <= size <= room:
        refuse("its parts do not add up")
    return kind, head, size


def table_rows(table: memoryview, at: int, form: str) -> Iterator[tuple[int, ...]]:
    """The rows of a table whose number of rows stands at `at`, and that ends with the last of them."""
    width = {">I": 4, ">II": 8, ">Q": 8}[form]
    count = read_number(table, at, 4)
    content = table[at + 4 :]
    if len(content) != count * width:
        refuse("its parts do not add up")
    return iter_unpack(form, content)


def payload(found: Found, name: str) -> memoryview:
    return single(found.get(name.encode(), []), name)


def single(all_of_them: list[T], name: str) -> T:
    if len(all_of_them) != 1:
        refuse(f"it has {len(all_of_them) or 'no'} “{name}” where there should be one")
    return all_of_them[0]


def read_number(data: memoryview, at: int, width: int) -> int:
    if at + width > len(data):
        refuse("it ends too early")
    return int.from_bytes(data[at : at + width], "big")


def refuse(why: str) -> NoReturn:
    raise VideoRefused(f"This is not an MP4 video that can be kept: {why}.")
