"""Render the newest revision of a project into an MP4, one at a time per worker."""

import asyncio
import logging
import math
import time
import weakref
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from chatstream.rows.database import off_loop, persist
from chatstream.run.errors import RunError
from orchestrator.rendering import renderers
from orchestrator.rendering.export_files import ExportFiles, write_export_files
from orchestrator.rendering.folders import BuildFolder, make_folder
from orchestrator.rendering.renderer import Composition, Done, Progress
from orchestrator.rendering.renderer_process import RendererFailed, run_renderer
from storyboard.formats import SHORT_SIDE
from storyboard.schema import Storyboard

logger = logging.getLogger(__name__)

PROGRESS_SECONDS = 0.4  # seconds
PART_OF_A_TURN = 0.9  # the rest is for the model's words, before and after
NO_VIDEO = "There is no video yet to export."
NO_EXPORT = "The server cannot make videos right now. Your browser may: “Export MP4” in the menu “Share”."

ReportProgress = Callable[[str, float | None], None]

_one_at_a_time = asyncio.Semaphore(1)


class ExportFailed(RunError):
    """No file was rendered. The text is for the user; the turn goes on."""

    code = "export_failed"


@dataclass(eq=False)
class RenderedVideo:
    """A finished MP4 without a name on the disk: the kernel deletes it with this object, or with the worker."""

    file: BinaryIO
    revision: int

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)


async def render_video(project_id: UUID, report: ReportProgress, short_side: int = SHORT_SIDE) -> RenderedVideo:
    """Render the newest revision, with so many pixels on its shorter side at least.

    `report`: called with the progress, in words and from 0 to 1. Raises ExportFailed.
    """
    if (why := renderers.unavailable()) is not None:
        logger.warning("No video can be exported here: %s", why)
        raise ExportFailed(NO_EXPORT)
    rendering = _Rendering(report)
    try:
        async with asyncio.timeout(settings.TURN_MAX_SECONDS * PART_OF_A_TURN):
            if _one_at_a_time.locked():
                report("Waiting for another export", None)
            async with _one_at_a_time:
                return await rendering.run(project_id, short_side)
    except TimeoutError:
        raise ExportFailed(rendering.too_long()) from None


class _Rendering:
    """One rendering. `done` of `frames` are rendered so far."""

    def __init__(self, report: ReportProgress) -> None:
        self._report = report
        self._reported_at = 0.0
        self.done = 0
        self.frames = 0

    async def run(self, project_id: UUID, short_side: int) -> RenderedVideo:
        folder: BuildFolder = await off_loop(make_folder)()
        try:
            files = await persist(write_export_files)(project_id, folder.path, renderers.find_chromium(), short_side)
            if files is None:
                raise ExportFailed(NO_VIDEO)
            self._report("Starting the renderer", None)
            await self._render(files)
            return await off_loop(_open_video)(files)
        finally:
            await off_loop(folder.remove)()

    async def _render(self, files: ExportFiles) -> None:
        try:
            async with aclosing(run_renderer(renderers.chosen_renderer().command(), files.job)) as events:
                async for event in events:
                    if isinstance(event, Composition):
                        self._check(event, files)
                    elif isinstance(event, Progress):
                        self._report_frame(event.frame)
                    elif isinstance(event, Done) and self.done != self.frames:
                        raise RendererFailed(f"it was done after {self.done} of {self.frames} frames")
        except RendererFailed as failed:
            frame = self.done if failed.frame is None else failed.frame
            raise ExportFailed(self._failure_sentence(files.document, frame)) from None

    def _check(self, composition: Composition, files: ExportFiles) -> None:
        wanted = (*files.size, files.document.canvas.fps, _scene_ends(files.document)[-1])
        if (composition.width, composition.height, composition.fps, composition.frames) != wanted:
            raise RendererFailed(f"it renders {composition!r} instead of {wanted}")
        self.frames = composition.frames

    def _report_frame(self, done: int) -> None:
        self.done = min(done, self.frames)
        now = time.monotonic()
        if now - self._reported_at < PROGRESS_SECONDS and self.done < self.frames:
            return
        self._reported_at = now
        self._report(f"Rendering frame {self.done} of {self.frames}", self.done / self.frames if self.frames else None)

    def _failure_sentence(self, document: Storyboard, frame: int) -> str:
        if not self.frames:
            return "The export could not begin: the renderer failed. Try again; the video itself is unchanged."
        number = next(
            (place for place, end in enumerate(_scene_ends(document)) if frame < end), len(document.scenes) - 1
        )
        where = f"scene {number + 1} (“{document.scenes[number].name}”)"
        at = f"at frame {min(frame + 1, self.frames)} of {self.frames}, in {where}"
        return f"The export broke off {at}. Try again; the video itself is unchanged."

    def too_long(self) -> str:
        minutes = settings.TURN_MAX_SECONDS * PART_OF_A_TURN / 60
        if not self.frames:
            return f"The export did not get its turn within {minutes:.3g} minutes. Try again later."
        return (
            f"The export was ended after {minutes:.3g} minutes, which is the most that one may take: "
            f"{self.done} of {self.frames} frames were rendered. A shorter video can be exported."
        )


def _scene_ends(document: Storyboard) -> list[int]:
    """The frame that each scene ends before: the same arithmetic as in the renderer's timeline.js."""
    ends, seconds = [], 0.0
    for scene in document.scenes:
        seconds += scene.duration
        ends.append(math.floor(seconds * document.canvas.fps + 0.5))
    return ends


def _open_video(files: ExportFiles) -> RenderedVideo:
    """Open the file: its name is deleted with the folder, its bytes when it is closed."""
    return RenderedVideo(files.out.open("r+b"), files.revision)
