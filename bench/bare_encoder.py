"""`python -m bench.bare_encoder FILM.mp4`: what an export's encoder takes for the frames of a film, printed as JSON.

They are decoded twice, the second time to be encoded: the difference is the encoder's.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
from av.video.frame import VideoFrame

from orchestrator.rendering.chromium.encoder import encoder
from orchestrator.rendering.renderer import Composition


def main(film: Path) -> None:
    composition = _read_composition(film)
    start = _clocks()
    for _ in _decode(film):
        pass
    decoded = _clocks()
    with encoder(film.with_suffix(".again"), composition) as encoding:
        for frame in _decode(film):
            encoding.encode(frame)
    end = _clocks()
    cpu, seconds = ((done - middle) - (middle - begun) for begun, middle, done in zip(start, decoded, end, strict=True))
    print(json.dumps({"cpu": cpu, "seconds": seconds, "frames": composition.frames}))


def _read_composition(film: Path) -> Composition:
    with av.open(film) as container:
        video = container.streams.video[0]
        rate = round(video.average_rate or 0)
        return Composition(width=video.width, height=video.height, fps=rate, frames=video.frames)


def _clocks() -> tuple[float, float]:
    """CPU seconds of this process, and those of the wall."""
    return time.process_time(), time.monotonic()


def _decode(film: Path) -> Iterator[VideoFrame]:
    with av.open(film) as container:
        yield from container.decode(video=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
