"""Blanks all boxes that a video does not need: a page or an archive hidden in its padding would be served with it.

Offsets in a video point into the file, so nothing is cut out: it becomes padding of the same length, filled with zeros.
"""

from typing import IO

from storyboard.mp4.boxes import MOST_BOXES, read_header, refuse

TRACK = {b"tkhd", b"edts", b"elst", b"mdia", b"mdhd", b"hdlr", b"minf", b"vmhd", b"smhd", b"dinf", b"dref", b"stbl"}
TABLES = {b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stco", b"co64", b"sdtp"}
NEEDED = {b"ftyp", b"moov", b"mdat", b"mvhd", b"trak"} | TRACK | TABLES
OPENED = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"}  # hold nothing but boxes
LARGEST = {
    b"ftyp": 64,
    b"dref": 64,
    b"hdlr": 128,
    b"vmhd": 16,
    b"smhd": 16,
}  # bytes of payload; others are measured by `probe`, or are tables
ROW = 1024 * 1024  # zeros written at a time


def blank_padding(file: IO[bytes]) -> None:
    """Fill with zeros what `probe` does not need. Raises VideoRefused if it is not made of boxes."""
    _blank(file, 0, file.seek(0, 2), depth=0)
    file.seek(0)


def _blank(file: IO[bytes], start: int, end: int, depth: int) -> None:
    boxes = 0
    while start < end:
        boxes += 1
        if boxes > MOST_BOXES or depth > len(OPENED):
            refuse("it has too many parts")
        file.seek(start)
        kind, head, size = read_header(memoryview(file.read(min(16, end - start))), end - start)
        if kind in OPENED:
            _blank(file, start + head, start + size, depth + 1)
        elif kind not in NEEDED or size - head > LARGEST.get(kind, size):
            file.seek(start + 4)
            file.write(b"free")
            _zero(file, start + head, start + size)
        elif kind == b"hdlr":  # ends with a name in words
            _zero(file, start + head + 24, start + size)
        start += size


def _zero(file: IO[bytes], start: int, end: int) -> None:
    file.seek(start)
    for at in range(start, end, ROW):
        file.write(bytes(min(ROW, end - at)))
