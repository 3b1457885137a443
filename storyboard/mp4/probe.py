"""What the headers of an MP4 file claim: one track of H.264, one of AAC at most, and nothing else."""

from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from storyboard.mp4.boxes import Found, Mp4Box, child_boxes, payload, read_number, refuse, single, table_rows, top_boxes

LARGEST_MOOV = 8 * 1024 * 1024  # bytes; five minutes of 60 frames a second need less than half a megabyte
OFF_BY = 0.1  # seconds that two headers may differ in their lengths


@dataclass(frozen=True)
class Mp4:
    """`width` and `height` in pixels."""

    width: int
    height: int
    seconds: float
    frames: int


@dataclass(frozen=True)
class Track:
    """`header` is its `tkhd`; `tables` has codec, times and positions of its samples."""

    handler: bytes
    header: memoryview
    seconds: float
    tables: Found


def probe(file: IO[bytes]) -> Mp4:
    """Size, length and frames of the video. Raises VideoRefused for anything but one track of H.264 and at most one of AAC."""
    boxes = list(top_boxes(file))
    if not boxes or boxes[0].type != b"ftyp":
        refuse("it does not begin as one")
    header = single([box for box in boxes if box.type == b"moov"], "moov")
    if header.end - header.start > LARGEST_MOOV:
        refuse("its list of frames is too large")
    file.seek(header.start)
    moov = child_boxes(memoryview(file.read(header.end - header.start)))
    seconds = _read_seconds(payload(moov, "mvhd"))
    if b"mvex" in moov:
        refuse("it is in fragments")
    tracks = [_track(child_boxes(trak)) for trak in moov.get(b"trak", [])]
    video, sound = (_tracks_of(tracks, handler) for handler in (b"vide", b"soun"))
    if len(video) != 1 or len(sound) > 1 or len(tracks) != len(video) + len(sound):
        refuse("it should have one track of video, and one of sound at most")
    _check_media(tracks, [box for box in boxes if box.type == b"mdat"])
    for track in sound:
        _check_sound(track, seconds)
    return _check_picture(video[0], seconds)


def _tracks_of(tracks: list[Track], handler: bytes) -> list[Track]:
    return [track for track in tracks if track.handler == handler]


def _track(track: Found) -> Track:
    about = child_boxes(payload(track, "mdia"))
    handler = bytes(payload(about, "hdlr")[8:12])
    tables = child_boxes(payload(child_boxes(payload(about, "minf")), "stbl"))
    return Track(handler, payload(track, "tkhd"), _read_seconds(payload(about, "mdhd")), tables)


def _check_picture(track: Track, seconds: float) -> Mp4:
    if abs(track.seconds - seconds) > OFF_BY:
        refuse("it says two different lengths")
    entry = _description(track, b"avc1", "its pictures are of an unknown kind")
    width, height = read_number(entry, 24, 2), read_number(entry, 26, 2)
    if _display_size(track.header) != (width, height):
        refuse("it says two different sizes of its picture")
    return Mp4(width, height, seconds, _count_samples(track)[0])


def _check_sound(track: Track, seconds: float) -> None:
    _description(track, b"mp4a", "its sound is of an unknown kind")
    if track.seconds > seconds + OFF_BY:
        refuse("its sound is longer than the video")


def _description(track: Track, codec: bytes, complaint: str) -> memoryview:
    entries = child_boxes(payload(track.tables, "stsd")[8:])
    if list(entries) != [codec]:
        refuse(complaint)
    return single(entries[codec], "stsd entry")


def _display_size(header: memoryview) -> tuple[float, float]:
    """`tkhd` has width and height in 1/65536 pixels."""
    at = 88 if read_number(header, 0, 1) == 1 else 76
    return read_number(header, at, 4) / 0x10000, read_number(header, at + 4, 4) / 0x10000


def _read_seconds(header: memoryview) -> float:
    """The seconds in `mvhd` or `mdhd`, whose version decides how wide the fields are."""
    wide = 8 if read_number(header, 0, 1) == 1 else 4
    scale, length = read_number(header, 4 + 2 * wide, 4), read_number(header, 8 + 2 * wide, wide)
    if not scale or not length:
        refuse("it has no length")
    return length / scale


def _check_media(tracks: list[Track], media: list[Mp4Box]) -> None:
    """The media consists of the tracks' samples and of nothing else."""
    if sum(_count_samples(track)[1] for track in tracks) != sum(box.end - box.start for box in media):
        refuse("its frames are not all there")
    for track in tracks:
        _check_chunks(track.tables, media)


def _count_samples(track: Track) -> tuple[int, int]:
    """The number of samples, which is the same by times and by sizes, and their bytes together."""
    sizes = payload(track.tables, "stsz")
    same, count = read_number(sizes, 4, 4), read_number(sizes, 8, 4)
    total = same * count if same else sum(size for (size,) in table_rows(sizes, 8, ">I"))
    timed = sum(run for run, _ in table_rows(payload(track.tables, "stts"), 4, ">II"))
    if not count or timed != count:
        refuse("it does not say how many frames it has")
    return count, total


def _check_chunks(tables: Found, media: list[Mp4Box]) -> None:
    """Chunks begin in the media, each after the one before."""
    name, form = ("co64", ">Q") if b"co64" in tables else ("stco", ">I")
    offsets = [offset for (offset,) in table_rows(payload(tables, name), 4, form)]
    if any(later <= before for before, later in pairwise(offsets)):
        refuse("its frames are out of order")
    if not offsets or not any(box.start <= offsets[0] < box.end for box in media) or offsets[-1] >= media[-1].end:
        refuse("its frames are not where it says")
