"""Single frames of a video, `python -m orchestrator.rendering.chromium.stills JOB.json`: JPEGs beside `out`, no video file."""

import os
import sys
from pathlib import Path

from PIL import Image

from orchestrator.rendering.chromium.browser import chromium
from orchestrator.rendering.chromium.render_page import RenderPage
from orchestrator.rendering.chromium.worker_lifetime import Cancelled, die_with_worker
from orchestrator.rendering.renderer import Composition, Done, Failure, Progress, StillsJob, emit

QUALITY = 95


def draw(job: StillsJob) -> None:
    written = 0
    with chromium(job.chromium, job.out.parent) as devtools:
        page = RenderPage(devtools, job)
        page.open()
        emit(Composition(width=job.width, height=job.height, fps=1, frames=len(job.frames)))
        for place, frame in enumerate(job.frames):
            pixels = page.finish_frame(page.start_frame(frame))
            picture = Image.frombytes("RGBA", (job.width, job.height), pixels)
            picture.convert("RGB").save(job.still(place), quality=QUALITY)
            written += job.still(place).stat().st_size
            emit(Progress(frame=place + 1, frames=len(job.frames)))
    emit(Done(bytes=written))


def main(path: str) -> int:
    job = StillsJob.model_validate_json(Path(path).read_bytes())
    die_with_worker()
    try:
        draw(job)
    except Cancelled:
        return 1
    except Exception as error:  # noqa: BLE001 - any failure becomes an event, as the protocol requires
        emit(Failure(message=f"{type(error).__name__}: {error}"[:2000]))
        return 1
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))
