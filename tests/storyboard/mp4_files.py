"""MP4 files, put together box by box: right ones, and such as are wrong in one place."""

from typing import Any

RATE, SAMPLES = 48_000, 1024  # of its sound: in a second, in a frame
MATRIX = b"".join(number.to_bytes(4, "big") for number in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))


def u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def u32(*numbers: int) -> bytes:
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def box(kind: str, *payload: bytes, size: int | None = None) -> bytes:
    """`size`: what it says instead of its true size."""
    content = b"".join(payload)
    return u32(8 + len(content) if size is None else size) + kind.encode("latin-1") + content


def mp4(**wrong: Any) -> bytes:
    """A file as the export makes it: `ftyp`, `moov`, `mdat`. `wrong`: what is otherwise, by the names of boxes and fields."""
    parts = {"width": 1280, "height": 720, "frames": 60, "fps": 30, "codec": "avc1", "offset": None, **wrong}
    parts["sounds"] = parts["frames"] * RATE // parts["fps"] // SAMPLES
    head = parts.get("ftyp", box("ftyp", b"isom", u32(512), b"isomavc1mp41"))
    media = parts.get("mdat", box("mdat", bytes(10 * parts["frames"] + 6 * parts["sounds"])))
    begins = len(head) + len(_moov(0, 0, parts)) + (16 if media[:4] == u32(1) else 8)
    offset = begins if parts["offset"] is None else parts["offset"]
    return head + _moov(offset, begins + 10 * parts["frames"], parts) + media + parts.get("tail", b"")


def _moov(offset: int, sound_offset: int, parts: dict[str, Any]) -> bytes:
    if "moov" in parts:
        return parts["moov"]
    mvhd = parts.get("mvhd", box("mvhd", u32(0, 0, 0, parts["fps"], parts["frames"]), bytes(80)))
    sound = parts.get("sound", _sound(sound_offset, parts))
    return box("moov", mvhd, parts.get("trak", _video(offset, parts)), sound, *parts.get("more", []))


def _video(offset: int, parts: dict[str, Any]) -> bytes:
    frames, fps = parts["frames"], parts["fps"]
    size = u32(parts["width"] << 16, parts["height"] << 16)
    inner_size = u16(parts.get("inner_width", parts["width"])) + u16(parts["height"])
    entry = box(parts["codec"], bytes(24), inner_size, bytes(50), box("avcC", b"\1\x4d\0\x1f"))
    tables = [
        parts.get("stsd", box("stsd", u32(0, 1), entry)),
        parts.get("stts", box("stts", u32(0, 1, frames, 1))),
        box("stsc", u32(0, 1, 1, frames, 1)),
        parts.get("stsz", box("stsz", u32(0, 0, frames), u32(10) * frames)),
        parts.get("stco", box("stco", u32(0, 1, offset))),
    ]
    about = [
        parts.get("mdhd", box("mdhd", u32(0, 0, 0, fps, frames), bytes(4))),
        box("hdlr", u32(0, 0), parts.get("handler", b"vide"), bytes(13)),
        parts.get("minf", box("minf", box("vmhd", bytes(12)), parts.get("stbl", box("stbl", *tables)))),
    ]
    header = parts.get("tkhd", box("tkhd", u32(3, 0, 0, 1, 0, frames), bytes(16), MATRIX, size))
    return box("trak", header, parts.get("mdia", box("mdia", *about)))


def _sound(offset: int, parts: dict[str, Any]) -> bytes:
    count = parts["sounds"]
    tables = [
        box("stsd", u32(0, 1), box(parts.get("sound_codec", "mp4a"), bytes(28))),
        box("stts", u32(0, 1, count, SAMPLES)),
        box("stsc", u32(0, 1, 1, count, 1)),
        parts.get("sound_stsz", box("stsz", u32(0, 6, count))),
        parts.get("sound_stco", box("stco", u32(0, 1, offset))),
    ]
    length = u32(0, 0, 0, RATE, parts.get("sound_samples", count * SAMPLES))
    about = [
        box("mdhd", length, bytes(4)),
        box("hdlr", u32(0, 0), b"soun", bytes(13)),
        box("minf", box("smhd", bytes(8)), box("stbl", *tables)),
    ]
    return box("trak", box("tkhd", u32(3, 0, 0, 2, 0, count), bytes(16), MATRIX, bytes(8)), box("mdia", *about))
