"""Pictures become an MP4 that plays everywhere: H.264 Main without B-frames, 4:2:0, BT.709, silence, its index in front."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from orchestrator.rendering.chromium import silence
from orchestrator.rendering.renderer import Composition

# Constant quality, near the limit of visible differences. Without B-frames each frame is shown in the order in which it is stored.
X264 = {"crf": "18", "preset": "veryfast", "profile": "main", "bf": "0"}
KEY_FRAME_SECONDS = 2
# Without an edit list: nothing is shown before its time, so there is nothing to cut.
MP4 = {"movflags": "+faststart", "use_editlist": "0"}
BT709 = 1  # ISO/IEC 23091-2, the same number for primaries, transfer and matrix
LIMITED = 1  # AVCOL_RANGE_MPEG


class Encoder:
    def __init__(self, container: OutputContainer, composition: Composition) -> None:
        self._container = container
        self._rate = Fraction(composition.fps)
        self._stream = container.add_stream("libx264", rate=self._rate, options=X264)
        self._silence = container.add_stream_from_template(silence.stream())
        self._stream.width, self._stream.height = composition.width, composition.height
        self._stream.pix_fmt = "yuv420p"
        context = self._stream.codec_context
        context.time_base = 1 / self._rate
        context.gop_size = KEY_FRAME_SECONDS * composition.fps
        context.thread_type = "FRAME"  # slices compress worse
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED
        self._count = 0

    def add(self, pixels: bytes) -> None:
        """The next frame, as RGBA."""
        picture = VideoFrame.from_bytes(pixels, self._stream.width, self._stream.height, "rgba")
        frame = picture.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        self.encode(frame)

    def encode(self, frame: VideoFrame) -> None:
        """The next frame, in the colours of the file."""
        frame.pict_type = PictureType.NONE  # whether it is a key frame, x264 decides
        frame.pts, frame.time_base = self._count, 1 / self._rate
        self._container.mux(self._stream.encode(frame))
        for packet in silence.packets(self._count / self._rate, (self._count + 1) / self._rate):
            packet.stream = self._silence
            self._container.mux(packet)
        self._count += 1

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))


@contextmanager
def encoder(path: Path, composition: Composition) -> Iterator[Encoder]:
    """The file is complete when the block has ended without an error."""
    with av.open(path, "w", format="mp4", options=MP4) as container:
        encoding = Encoder(container, composition)
        yield encoding
        encoding.finish()
