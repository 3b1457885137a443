"""The child: a picture on standard input, a verdict on standard output (one line of JSON), the new picture on the descriptor
that it is given.

It gives up what it does not need before it looks at a single byte: no file or socket can be opened, none can grow, memory
and processor time are bounded. What goes wrong in it ends it, and nothing else.
"""

import json
import os
import resource
import sys

from PIL import Image

from storyboard.pictures import raster, vector
from storyboard.pictures.verdicts import CPU_SECONDS, PictureRefused

MEMORY = 1024 * 1024 * 1024  # bytes of addresses; a photograph of 50 million pixels with alpha needs some 600 MiB
LARGEST_RESULT = 24 * 1024 * 1024  # bytes


def main(result: int) -> None:
    Image.preinit()  # what is needed is loaded now: nothing can be opened later
    for plugin in ("Gif", "Jpeg", "Mpo", "Png", "WebP"):
        __import__(f"PIL.{plugin}ImagePlugin")
    _confine()
    try:
        data = sys.stdin.buffer.read()
        drawn = raster.redraw_raster(data)
        if drawn is None:
            if not vector.looks_like_svg(data):
                raise PictureRefused("unknown")
            drawn = vector.rasterise(data)
        with os.fdopen(result, "wb") as out:
            out.write(drawn.data)
        verdict: dict[str, object] = {"media_type": drawn.media_type, "width": drawn.width, "height": drawn.height}
    except PictureRefused as refused:
        verdict = {"refused": refused.code}
    except (MemoryError, RecursionError):
        verdict = {"refused": "heavy"}
    usage = resource.getrusage(resource.RUSAGE_SELF)
    verdict["cpu_seconds"] = usage.ru_utime + usage.ru_stime
    print(json.dumps(verdict))  # noqa: T201 - this is what it is asked for


def _confine() -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
