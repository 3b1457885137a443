"""The default renderer, `python -m orchestrator.rendering.chromium JOB.json`: Chromium renders the frames, x264 encodes them."""

import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from orchestrator.rendering.chromium.browser import chromium
from orchestrator.rendering.chromium.encoder import encoder
from orchestrator.rendering.chromium.render_page import AT_ONCE, RenderPage
from orchestrator.rendering.chromium.worker_lifetime import Cancelled, die_with_worker
from orchestrator.rendering.renderer import Composition, Done, Failure, Job, Progress, emit

AHEAD = AT_ONCE - 1  # frames that the browser renders while one is encoded


class Rendering:
    """One MP4. `frame`: the one that is being encoded, if any."""

    frame: int | None = None

    def __init__(self, job: Job) -> None:
        self.job = job
        self.unfinished = job.out.with_suffix(".part")

    def run(self) -> None:
        with chromium(self.job.chromium, self.job.out.parent) as devtools:
            page = RenderPage(devtools, self.job)
            composition = page.open()
            emit(composition)
            with encoder(self.unfinished, composition) as encoding:
                for frame, pixels in self._render_frames(page, composition):
                    encoding.add(pixels)
                    emit(Progress(frame=frame + 1, frames=composition.frames))
        self.unfinished.rename(self.job.out)
        emit(Done(bytes=self.job.out.stat().st_size))

    def _render_frames(self, page: RenderPage, composition: Composition) -> Iterator[tuple[int, bytes]]:
        started: deque[int] = deque()
        for frame in range(composition.frames + AHEAD):
            if frame < composition.frames:
                started.append(page.start_frame(frame))
            if frame >= AHEAD:
                self.frame = frame - AHEAD
                yield self.frame, page.finish_frame(started.popleft())


def main(path: str) -> int:
    rendering = Rendering(Job.model_validate_json(Path(path).read_bytes()))
    die_with_worker()
    try:
        rendering.run()
    except Cancelled:
        return 1
    except Exception as error:  # noqa: BLE001 - any failure becomes an event, as the protocol requires
        emit(Failure(message=f"{type(error).__name__}: {error}"[:2000], frame=rendering.frame))
        return 1
    finally:
        rendering.unfinished.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))
