"""Silence in AAC: some players take a file without sound for a GIF. Each frame of it is the same, so nothing encodes it."""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream

RATE = 48_000
SAMPLES = 1024  # of an AAC frame
# ISO/IEC 14496-3: two channels with a common window of no bands, which is silence; then the end.
FRAME = bytes.fromhex("21000000001c")
# ADTS's header before it: AAC-LC, 48 kHz, two channels, 13 bytes in all.
HEADER = bytes.fromhex("fff14c8001bffc")


def stream() -> AudioStream:
    """The box that describes the frames."""
    return av.open(io.BytesIO(HEADER + FRAME), "r", format="aac").streams.audio[0]


def packets(start: Fraction, end: Fraction) -> "Iterator[Packet[Stream]]":
    """The frames that end within this stretch, whose ends are in seconds."""
    for number in range(_count(start), _count(end)):
        packet = Packet(HEADER + FRAME)
        packet.time_base = Fraction(1, RATE)
        packet.pts = packet.dts = number * SAMPLES
        packet.duration = SAMPLES
        packet.is_keyframe = True
        yield packet


def _count(seconds: Fraction) -> int:
    """How many frames are whole within so many seconds: the sound never outlasts the picture."""
    return int(seconds * RATE / SAMPLES)
