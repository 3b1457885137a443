"""Whatever bytes come: an MP4 with one track of video, and of sound at most one, or they are refused in a sentence."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.mp4.boxes import VideoRefused
from storyboard.mp4.padding import blank_padding
from storyboard.mp4.probe import Mp4, probe
from tests.storyboard.mp4_files import MATRIX, RATE, box, mp4, u16, u32

GOOD = mp4()
MANY = b"".join(box("free") for _ in range(2000))


def nested(depth: int) -> bytes:
    inside = b""
    for _ in range(depth):
        inside = box("trak", inside)
    return inside


BAD = {
    "nothing": b"",
    "a letter": b"x",
    "a web page": b"<!doctype html><script>alert(1)</script>" * 10,
    "a script": b"#!/bin/sh\necho hello\n" * 10,
    "a WebM": bytes.fromhex("1a45dfa3") + bytes(200),
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "zeros": bytes(5000),
    "ones": b"\xff" * 5000,
    "no ftyp": mp4(ftyp=b""),
    "a page before it": mp4(ftyp=box("html", b"<script>")),
    "no moov": mp4(moov=b""),
    "two moov": mp4() + box("moov"),
    "an empty moov": mp4(moov=box("moov")),
    "a moov without end": mp4(moov=box("moov", b"x", size=0)),
    "a moov that is too large": mp4(moov=box("moov", bytes(9_000_000))),
    "no mdat": mp4(mdat=b""),
    "two mdat, one too many": mp4(tail=box("mdat", b"more")),
    "a size of 0": mp4(tail=box("free", size=0)),
    "a size within the header": mp4(tail=box("free", b"x", size=7)),
    "a size beyond the end": mp4(tail=box("free", b"x", size=10_000)),
    "the largest size": mp4(tail=box("free", b"x", size=0xFFFFFFFF)),
    "a wide size that is a lie": mp4(tail=u32(1) + b"free" + b"\xff" * 8),
    "a wide size that is too small": mp4(tail=u32(1) + b"free" + bytes(7) + b"\x0f"),
    "a wide size that is cut off": mp4(tail=u32(1) + b"free" + bytes(3)),
    "half a header at the end": mp4(tail=b"\0\0\0"),
    "a page after it": mp4(tail=b"<script>alert(1)</script>"),
    "a box nobody knows": mp4(tail=box("evil", b"x")),
    "fragments": mp4(tail=box("moof", b"x")),
    "fragments announced": mp4(more=[box("mvex")]),
    "too many boxes": mp4(tail=MANY),
    "too many boxes inside": mp4(more=[MANY]),
    "endless nesting": mp4(trak=nested(5000)),
    "two tracks": mp4(more=[box("trak")]),
    "no track": mp4(trak=b""),
    "an empty track": mp4(trak=box("trak")),
    "a track of neither": mp4(handler=b"hint"),
    "two tracks of sound": mp4(handler=b"soun"),
    "two tracks of video": mp4(more=[box("trak", box("mdia", box("hdlr", u32(0, 0), b"vide", bytes(13))))]),
    "sound of an unknown kind": mp4(sound_codec="evil"),
    "sound that is longer": mp4(sound_samples=RATE * 3),
    "sound larger than the media": mp4(sound_stsz=box("stsz", u32(0, 7, 93))),
    "sound behind the file": mp4(sound_stco=box("stco", u32(0, 1, 0xFFFFFFFF))),
    "VP9": mp4(codec="vp09"),
    "no media": mp4(mdia=b""),
    "empty media": mp4(mdia=box("mdia")),
    "no tables": mp4(stbl=box("stbl")),
    "no mvhd": mp4(mvhd=b""),
    "a short mvhd": mp4(mvhd=box("mvhd", bytes(10))),
    "no time scale": mp4(mvhd=box("mvhd", u32(0, 0, 0, 0, 60), bytes(80))),
    "no length": mp4(mvhd=box("mvhd", u32(0, 0, 0, 30, 0), bytes(80))),
    "two lengths": mp4(mvhd=box("mvhd", u32(0, 0, 0, 30, 9000), bytes(80))),
    "a wide mvhd that is short": mp4(mvhd=box("mvhd", u32(0x01000000, 0, 0, 30, 60))),
    "a short tkhd": mp4(tkhd=box("tkhd", bytes(20))),
    "two widths": mp4(inner_width=640),
    "half a pixel": mp4(tkhd=box("tkhd", u32(3, 0, 0, 1, 0, 60), bytes(16), MATRIX, u32(0x5008000, 720 << 16))),
    "no codec": mp4(stsd=box("stsd", u32(0, 0))),
    "an unknown codec": mp4(codec="evil"),
    "two codecs": mp4(stsd=box("stsd", u32(0, 2), box("avc1", bytes(78)), box("hvc1", bytes(78)))),
    "a short description": mp4(stsd=box("stsd", u32(0, 1), box("avc1", bytes(10)))),
    "a description without end": mp4(stsd=box("stsd", u32(0, 1), box("avc1", u16(0), size=9999))),
    "no sizes": mp4(stsz=b""),
    "sizes that are cut off": mp4(stsz=box("stsz", u32(0, 0, 60), u32(10) * 59)),
    "four billion frames": mp4(stsz=box("stsz", u32(0, 0, 0xFFFFFFFF))),
    "four billion equal frames": mp4(stsz=box("stsz", u32(0, 10, 0xFFFFFFFF))),
    "frames larger than the file": mp4(stsz=box("stsz", u32(0, 0, 60), u32(0xFFFFFFFF) * 60)),
    "frames smaller than the media": mp4(stsz=box("stsz", u32(0, 9, 60))),
    "no frames": mp4(stsz=box("stsz", u32(0, 0, 0)), stts=box("stts", u32(0, 0))),
    "frames without a time": mp4(stts=box("stts", u32(0, 1, 59, 1))),
    "times that are cut off": mp4(stts=box("stts", u32(0, 2, 60, 1))),
    "four billion times": mp4(stts=box("stts", u32(0, 0xFFFFFFFF, 60, 1))),
    "media before the file": mp4(offset=0),
    "media behind the file": mp4(offset=0xFFFFFFFF),
    "no chunks": mp4(stco=box("stco", u32(0, 0))),
    "chunks backwards": mp4(stco=box("stco", u32(0, 2, 700, 600))),
    "a million chunks": mp4(stco=box("stco", u32(0, 1_000_000, 1))),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_video_is_refused(name: str) -> None:
    with pytest.raises(VideoRefused) as refused:
        probe(io.BytesIO(BAD[name]))
    assert str(refused.value).startswith("This is not an MP4 video that can be kept: ")


@pytest.mark.parametrize(
    "file",
    [
        GOOD,
        mp4(tail=box("free", bytes(100))),
        mp4(mdat=u32(1) + b"mdat" + (1174).to_bytes(8, "big") + bytes(1158)),
        mp4(sound=b"", mdat=box("mdat", bytes(600))),
        mp4(stsz=box("stsz", u32(0, 10, 60))),
        mp4(mvhd=box("mvhd", u32(0x01000000, 0, 0, 0, 0, 30, 0, 60), bytes(80))),
        mp4(mdhd=box("mdhd", u32(0x01000000, 0, 0, 0, 0, 30, 0, 60), bytes(4))),
        mp4(stco=box("stco", u32(0, 2, 1500, 1600))),
    ],
    ids=[
        "plain",
        "with free space",
        "a wide size",
        "without sound",
        "equal frames",
        "a wide mvhd",
        "a wide mdhd",
        "two chunks",
    ],
)
def test_what_is_a_video_is_known(file: bytes) -> None:
    assert probe(io.BytesIO(file)) == Mp4(width=1280, height=720, seconds=2.0, frames=60)


def test_a_file_that_is_cut_off_anywhere_is_refused() -> None:
    for end in range(len(GOOD)):
        with pytest.raises(VideoRefused):
            probe(io.BytesIO(GOOD[:end]))


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1158), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4),
    st.integers(0, 300),
)
def test_any_damage_is_a_refusal_or_harmless(changes: list[tuple[int, bytes]], cut: int) -> None:
    file = bytearray(GOOD)
    for at, written in changes:
        file[at : at + len(written)] = written
    with suppress(VideoRefused):
        video = probe(io.BytesIO(bytes(file[: len(file) - cut])))
        assert 0 < video.width <= 0xFFFF
        assert video.frames == 60


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(tail: bytes) -> None:
    for file in (tail, GOOD[:28] + tail):
        with pytest.raises(VideoRefused):
            probe(io.BytesIO(file))


PAGE = b"PK\3\4<!doctype html><script>alert(1)</script>"
HIDDEN = {
    "after it": mp4(tail=box("free", PAGE)),
    "after it, skipped": mp4(tail=box("skip", PAGE)),
    "in moov": mp4(more=[box("udta", box("meta", PAGE))]),
    "in a box of moov that nobody knows": mp4(more=[box("uuid", PAGE)]),
    "in ftyp": mp4(ftyp=box("ftyp", b"isom", u32(512), PAGE * 4)),
}


@pytest.mark.parametrize("where", HIDDEN)
def test_what_hides_in_a_video_is_not_kept(where: str) -> None:
    file = io.BytesIO(HIDDEN[where])
    before = probe(file)
    blank_padding(file)
    data = file.read()
    assert b"script" not in data
    assert len(data) == len(HIDDEN[where])
    if where != "in ftyp":
        assert probe(file) == before


def test_a_video_without_padding_is_kept_byte_for_byte() -> None:
    file = io.BytesIO(GOOD)
    blank_padding(file)
    assert file.read() == GOOD
