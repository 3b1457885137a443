"""What an MP4 file says of itself (ISO/IEC 14496-12), read without trusting a word of it.

Every size is checked against what holds it before it is used, and only the boxes that are looked for are opened: neither
forged sizes, nor endless nesting, nor a cut-off end costs more than one walk over `moov`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from struct import iter_unpack
from typing import IO, NoReturn, TypeVar

from chatstream.errors import RequestRefused

LARGEST_MOOV = 8 * 1024 * 1024  # bytes; five minutes of 60 frames a second need less than half a megabyte
MOST_BOXES = 1000  # side by side
OFF_BY = 0.1  # seconds between two headers that say how long it is
TOP = {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}
CODECS = {b"avc1", b"avc3", b"hvc1", b"hev1", b"vp09", b"av01"}

T = TypeVar("T")
Found = dict[bytes, list[memoryview]]  # the payloads of boxes, by type


@dataclass(frozen=True)
class Mp4:
    """A file with one track of video. `width` and `height` in pixels."""

    width: int
    height: int
    seconds: float
    frames: int
    codec: str


@dataclass(frozen=True)
class Box:
    """Where in the file a box's payload is."""

    type: bytes
    start: int
    end: int


def look_at(file: IO[bytes]) -> Mp4:
    """Raises RequestRefused (`invalid`) with a sentence for anything that is not an MP4 with one video track and nothing else."""
    boxes = list(_top(file))
    if not boxes or boxes[0].type != b"ftyp":
        _refuse("it does not begin as one")
    header = _only([box for box in boxes if box.type == b"moov"], "moov")
    if header.end - header.start > LARGEST_MOOV:
        _refuse("its list of frames is too large")
    file.seek(header.start)
    moov = _inside(memoryview(file.read(header.end - header.start)))
    seconds = _length(_payload(moov, "mvhd"))
    if b"mvex" in moov:
        _refuse("it is in fragments")
    return _track(_inside(_payload(moov, "trak")), [box for box in boxes if box.type == b"mdat"], seconds)


def _top(file: IO[bytes]) -> Iterator[Box]:
    """The boxes of the file, which together are all of it."""
    end, start = file.seek(0, 2), 0
    for _ in range(MOST_BOXES):
        if start == end:
            return
        file.seek(start)
        kind, head, size = header(memoryview(file.read(min(16, end - start))), end - start)
        if kind not in TOP:
            _refuse("it holds what does not belong into one")
        yield Box(kind, start + head, start + size)
        start += size
    _refuse("it has too many parts")


def _inside(data: memoryview) -> Found:
    """The boxes of a box, which together are all of it."""
    found: Found = {}
    for _ in range(MOST_BOXES):
        if not data:
            return found
        kind, head, size = header(data, len(data))
        found.setdefault(kind, []).append(data[head:size])
        data = data[size:]
    _refuse("it has too many parts")


def header(data: memoryview, room: int) -> tuple[bytes, int, int]:
    """The type of the box that begins here, the length of its header, and its whole length, which is within `room`."""
    size, kind, head = _number(data, 0, 4), bytes(data[4:8]), 8
    if size == 1:
        size, head = _number(data, 8, 8), 16
    if len(kind) < 4 or not head <= size <= room:
        _refuse("its parts do not add up")
    return kind, head, size


def _track(track: Found, media: list[Box], seconds: float) -> Mp4:
    about = _inside(_payload(track, "mdia"))
    if bytes(_payload(about, "hdlr")[8:12]) != b"vide":
        _refuse("its track is not video")
    if abs(_length(_payload(about, "mdhd")) - seconds) > OFF_BY:
        _refuse("it says two different lengths")
    tables = _inside(_payload(_inside(_payload(about, "minf")), "stbl"))
    codec, width, height = _picture(_payload(tables, "stsd"))
    if _shown_size(_payload(track, "tkhd")) != (width, height):
        _refuse("it says two different sizes of its picture")
    return Mp4(width, height, seconds, _frames(tables, media), codec)


def _shown_size(header: memoryview) -> tuple[float, float]:
    """`tkhd` has it in parts of 65536."""
    at = 88 if _number(header, 0, 1) == 1 else 76
    return _number(header, at, 4) / 0x10000, _number(header, at + 4, 4) / 0x10000


def _length(header: memoryview) -> float:
    """The seconds that `mvhd` or `mdhd` tells of; its version says how wide the fields are."""
    wide = 8 if _number(header, 0, 1) == 1 else 4
    scale, length = _number(header, 4 + 2 * wide, 4), _number(header, 8 + 2 * wide, wide)
    if not scale or not length:
        _refuse("it has no length")
    return length / scale


def _picture(descriptions: memoryview) -> tuple[str, int, int]:
    """The codec of all frames, and their width and height."""
    entries = _inside(descriptions[8:])
    kind = next(iter(entries), b"")
    if len(entries) != 1 or kind not in CODECS:
        _refuse("its pictures are of an unknown kind")
    entry = _only(entries[kind], "stsd entry")
    return kind.decode(), _number(entry, 24, 2), _number(entry, 26, 2)


def _frames(tables: Found, media: list[Box]) -> int:
    """How many frames there are: the same by their times and by their sizes, and all that the media consists of."""
    sizes = _payload(tables, "stsz")
    same, count = _number(sizes, 4, 4), _number(sizes, 8, 4)
    total = same * count if same else sum(size for (size,) in _rows(sizes, 8, ">I"))
    timed = sum(run for run, _ in _rows(_payload(tables, "stts"), 4, ">II"))
    if not count or timed != count:
        _refuse("it does not say how many frames it has")
    if total != sum(box.end - box.start for box in media):
        _refuse("its frames are not all there")
    _check_chunks(tables, media)
    return count


def _check_chunks(tables: Found, media: list[Box]) -> None:
    """Chunks begin in the media, each after the one before."""
    name, form = ("co64", ">Q") if b"co64" in tables else ("stco", ">I")
    offsets = [offset for (offset,) in _rows(_payload(tables, name), 4, form)]
    if any(later <= before for before, later in pairwise(offsets)):
        _refuse("its frames are out of order")
    if not offsets or not any(box.start <= offsets[0] < box.end for box in media) or offsets[-1] >= media[-1].end:
        _refuse("its frames are not where it says")


def _rows(table: memoryview, at: int, form: str) -> Iterator[tuple[int, ...]]:
    """The rows of a table whose number of rows stands at `at`, and that ends with the last of them."""
    width = {">I": 4, ">II": 8, ">Q": 8}[form]
    count = _number(table, at, 4)
    rows = table[at + 4 :]
    if len(rows) != count * width:
        _refuse("its parts do not add up")
    return iter_unpack(form, rows)


def _payload(found: Found, name: str) -> memoryview:
    return _only(found.get(name.encode(), []), name)


def _only(all_of_them: list[T], name: str) -> T:
    if len(all_of_them) != 1:
        _refuse(f"it has {len(all_of_them) or 'no'} “{name}” where there should be one")
    return all_of_them[0]


def _number(data: memoryview, at: int, width: int) -> int:
    if at + width > len(data):
        _refuse("it ends too early")
    return int.from_bytes(data[at : at + width], "big")


def _refuse(why: str) -> NoReturn:
    raise RequestRefused("invalid", f"This is not an MP4 video that can be kept: {why}.")
