"""A scene as a model can look at it: a few of its moments, drawn by Chromium, on one sheet."""

import asyncio
import io
import logging
import sys
from contextlib import aclosing
from uuid import UUID

from django.conf import settings

from orchestrator.llm.interface import Picture
from orchestrator.rendering import renderers
from orchestrator.rendering.export_files import gather_stills
from orchestrator.rendering.folders import BuildFolder, make_folder
from orchestrator.rendering.renderer import StillsJob
from orchestrator.rendering.renderer_process import RendererFailed, heard
from projects.database import off_loop, persist
from storyboard.schema import Storyboard

logger = logging.getLogger(__name__)

MOMENTS = (0.12, 0.4, 0.7, 0.97)  # parts of the scene
COLUMNS = 2
LONGEST_SIDE = 640  # pixels of one moment
MOST_SECONDS = 30.0
COMMAND = (sys.executable, "-m", "orchestrator.rendering.chromium.stills")

_one_at_a_time = asyncio.Semaphore(1)


def moments_of(scene_seconds: float) -> list[float]:
    return [round(scene_seconds * part, 2) for part in MOMENTS]


async def contact_sheet(project_id: UUID, document: Storyboard) -> Picture | None:
    """The moments of the only scene of `document`, row by row; None where this worker cannot draw it."""
    if settings.RENDER_LANE == renderers.OFF or not renderers.chromium():
        return None
    folder: BuildFolder = await off_loop(make_folder)()
    try:
        async with asyncio.timeout(MOST_SECONDS), _one_at_a_time:
            job_file, job = await persist(gather_stills)(
                project_id, folder.path, document, moments_of(document.duration), renderers.chromium(), LONGEST_SIDE
            )
            async with aclosing(heard(COMMAND, job_file)) as events:
                async for _ in events:
                    pass
            return await asyncio.to_thread(_join, job)
    except (RendererFailed, TimeoutError, OSError) as problem:
        logger.warning("A scene of %s could not be drawn to be looked at: %r", project_id, problem)
        return None
    finally:
        await off_loop(folder.remove)()


def _join(job: StillsJob) -> Picture:
    from PIL import Image  # on first use: web servers import the tools, too

    rows = -(-len(job.frames) // COLUMNS)
    sheet = Image.new("RGB", (job.width * COLUMNS, job.height * rows))
    for place in range(len(job.frames)):
        row, column = divmod(place, COLUMNS)
        with Image.open(job.still(place)) as still:
            sheet.paste(still, (column * job.width, row * job.height))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return Picture("image/jpeg", out.getvalue(), "scene.jpg")
