"""The lane: one video at a time per worker, from a project to a file that nobody else can see."""

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

from orchestrator.errors import TurnError
from orchestrator.rendering import renderers
from orchestrator.rendering.export_files import ExportFiles, gather
from orchestrator.rendering.folders import BuildFolder, make_folder
from orchestrator.rendering.renderer import Composition, Done, Progress
from orchestrator.rendering.renderer_process import RendererFailed, heard
from projects.database import off_loop, persist
from storyboard.formats import SHORT_SIDE
from storyboard.schema import Storyboard

logger = logging.getLogger(__name__)

SAID_EVERY = 0.4  # seconds
PART_OF_A_TURN = 0.9  # the rest is for the model's words, before and after
NO_VIDEO = "There is no video yet to export."

Say = Callable[[str, float | None], None]

_one_at_a_time = asyncio.Semaphore(1)


class ExportFailed(TurnError):
    """There is no file; the turn goes on."""

    code = "export_failed"


@dataclass(eq=False)
class Film:
    """A finished MP4 without a name on the disk: it goes when this object does, whatever becomes of the worker."""

    file: BinaryIO
    revision: int

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)


async def film(project_id: UUID, say: Say, short_side: int = SHORT_SIDE) -> Film:
    """Render the newest revision, with so many pixels on its shorter side at least.

    `say`: how far it is, in words and from 0 to 1. Raises ExportFailed.
    """
    if (why := renderers.unavailable()) is not None:
        raise ExportFailed(f"No video can be exported on the server. {why} Whoever runs it can change that.")
    build = _Build(say)
    try:
        async with asyncio.timeout(settings.TURN_MAX_SECONDS * PART_OF_A_TURN):
            if _one_at_a_time.locked():
                say("Waiting for another export", None)
            async with _one_at_a_time:
                return await build.run(project_id, short_side)
    except TimeoutError:
        raise ExportFailed(build.too_long()) from None


class _Build:
    """One build. `done` of `frames` are rendered so far."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._said = 0.0
        self.done = 0
        self.frames = 0

    async def run(self, project_id: UUID, short_side: int) -> Film:
        folder: BuildFolder = await off_loop(make_folder)()
        try:
            material = await persist(gather)(project_id, folder.path, renderers.chromium(), short_side)
            if material is None:
                raise ExportFailed(NO_VIDEO)
            self._say("Getting the stage ready", None)
            await self._render(material)
            return await off_loop(_taken)(material)
        finally:
            await off_loop(folder.remove)()

    async def _render(self, material: ExportFiles) -> None:
        try:
            async with aclosing(heard(renderers.chosen().command(), material.job)) as events:
                async for event in events:
                    if isinstance(event, Composition):
                        self._check(event, material)
                    elif isinstance(event, Progress):
                        self._tell(event.frame)
                    elif isinstance(event, Done) and self.done != self.frames:
                        raise RendererFailed(f"it was done after {self.done} of {self.frames} frames")
        except RendererFailed as failed:
            frame = self.done if failed.frame is None else failed.frame
            raise ExportFailed(self._broke_off(material.document, frame)) from None

    def _check(self, told: Composition, material: ExportFiles) -> None:
        wanted = (*material.size, material.document.canvas.fps, _ends(material.document)[-1])
        if (told.width, told.height, told.fps, told.frames) != wanted:
            raise RendererFailed(f"it renders {told!r} instead of {wanted}")
        self.frames = told.frames

    def _tell(self, done: int) -> None:
        self.done = min(done, self.frames)
        now = time.monotonic()
        if now - self._said < SAID_EVERY and self.done < self.frames:
            return
        self._said = now
        self._say(f"Rendering frame {self.done} of {self.frames}", self.done / self.frames if self.frames else None)

    def _broke_off(self, document: Storyboard, frame: int) -> str:
        if not self.frames:
            return "The export could not begin: the renderer failed. Try again; the video itself is unchanged."
        number = next((place for place, end in enumerate(_ends(document)) if frame < end), len(document.scenes) - 1)
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


def _ends(document: Storyboard) -> list[int]:
    """The frame that each scene ends before, as the renderer's timeline.js has it, to the last bit."""
    ends, seconds = [], 0.0
    for scene in document.scenes:
        seconds += scene.duration
        ends.append(math.floor(seconds * document.canvas.fps + 0.5))
    return ends


def _taken(material: ExportFiles) -> Film:
    """The file, opened: its name goes with the folder, its bytes stay as long as it is open."""
    return Film(material.out.open("r+b"), material.revision)
