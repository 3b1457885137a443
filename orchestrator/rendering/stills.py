"""A contact sheet of a scene for a model with vision: four moments, rendered by Chromium."""

import asyncio
import io
import logging
import sys
from contextlib import aclosing
from uuid import UUID

from django.conf import settings

from chatstream.rows.database import off_loop, persist
from orchestrator.llm.interface import Picture
from orchestrator.rendering import renderers
from orchestrator.rendering.export_files import write_stills_job
from orchestrator.rendering.folders import BuildFolder, make_folder
from orchestrator.rendering.renderer import StillsJob
from orchestrator.rendering.renderer_process import RendererFailed, run_renderer
from storyboard.schema import Storyboard

logger = logging.getLogger(__name__)

MOMENTS = (0.12, 0.4, 0.7, 0.97)  # as parts of its duration
COLUMNS = 2
LONGEST_SIDE = 640  # pixels of one moment
TIMEOUT_SECONDS = 30.0
COMMAND = (sys.executable, "-m", "orchestrator.rendering.chromium.stills")

_one_at_a_time = asyncio.Semaphore(1)


def moments_of(scene_seconds: float) -> list[float]:
    return [round(scene_seconds * part, 2) for part in MOMENTS]


async def contact_sheet(project_id: UUID, document: Storyboard) -> Picture | None:
    """A JPEG of the moments of the only scene of `document`, row by row; None if this worker cannot render it."""
    if settings.RENDER_LANE == renderers.OFF or not renderers.find_chromium():
        return None
    folder: BuildFolder = await off_loop(make_folder)()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS), _one_at_a_time:
            job_file, job = await persist(write_stills_job)(
                project_id,
                folder.path,
                document,
                moments_of(document.duration),
                renderers.find_chromium(),
                LONGEST_SIDE,
            )
            async with aclosing(run_renderer(COMMAND, job_file)) as events:
                async for _ in events:
                    pass
            return await asyncio.to_thread(_join_stills, job)
    except (RendererFailed, TimeoutError, OSError) as problem:
        logger.warning(
            "Scene of project %s could not be rendered for the model, which goes on without it: %r", project_id, problem
        )
        return None
    finally:
        await off_loop(folder.remove)()


def _join_stills(job: StillsJob) -> Picture:
    from PIL import Image  # on first use: a worker may never need it

    rows = -(-len(job.frames) // COLUMNS)
    sheet = Image.new("RGB", (job.width * COLUMNS, job.height * rows))
    for place in range(len(job.frames)):
        row, column = divmod(place, COLUMNS)
        with Image.open(job.still(place)) as still:
            sheet.paste(still, (column * job.width, row * job.height))
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return Picture("image/jpeg", out.getvalue(), "scene.jpg")
