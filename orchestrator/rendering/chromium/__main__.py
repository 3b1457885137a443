"""The default renderer, `python -m orchestrator.rendering.chromium JOB.json`: Chromium draws the frames, x264 packs them."""

import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from orchestrator.rendering.chromium.browser import chromium
from orchestrator.rendering.chromium.encoder import encoder
from orchestrator.rendering.chromium.lifeline import Cancelled, hang_on_the_worker
from orchestrator.rendering.chromium.render_page import RenderPage
from orchestrator.rendering.renderer import Composition, Done, Failure, Job, Progress, emit

AHEAD = 3  # frames that the browser draws while one is encoded


class Film:
    """One rendering. `frame` is the one at work, if any: where it broke off."""

    frame: int | None = None

    def __init__(self, job: Job) -> None:
        self.job = job
        self.unfinished = job.out.with_suffix(".part")

    def make(self) -> None:
        with chromium(self.job.chromium, self.job.out.parent) as devtools:
            stage = RenderPage(devtools, self.job)
            composition = stage.open()
            emit(composition)
            with encoder(self.unfinished, composition) as encoding:
                for frame, picture in self._pictures(stage, composition):
                    encoding.add(picture)
                    emit(Progress(frame=frame + 1, frames=composition.frames))
        self.unfinished.rename(self.job.out)
        emit(Done(bytes=self.job.out.stat().st_size))

    def _pictures(self, stage: RenderPage, composition: Composition) -> Iterator[tuple[int, bytes]]:
        drawn: deque[int] = deque()
        for frame in range(composition.frames + AHEAD):
            if frame < composition.frames:
                drawn.append(stage.film(frame))
            if frame >= AHEAD:
                self.frame = frame - AHEAD
                yield self.frame, stage.picture(drawn.popleft())


def main(path: str) -> int:
    film = Film(Job.model_validate_json(Path(path).read_bytes()))
    hang_on_the_worker()
    try:
        film.make()
    except Cancelled:
        return 1
    except Exception as error:  # noqa: BLE001 - any failure becomes an event, as the protocol requires
        emit(Failure(message=f"{type(error).__name__}: {error}"[:2000], frame=film.frame))
        return 1
    finally:
        film.unfinished.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))
