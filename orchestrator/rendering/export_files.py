"""The files that a renderer reads: the job, and copies of the pictures that the video names. Blocking."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from orchestrator.rendering.renderer import Job, LocalFile, StillsJob
from projects import revisions
from projects.models import Asset
from storyboard.encoding import encode, to_json
from storyboard.formats import scaled_size
from storyboard.renderer_files import STATIC
from storyboard.schema import Storyboard


@dataclass(frozen=True, slots=True)
class ExportFiles:
    """The newest revision of a video.

    `size`: width and height of its MP4, in pixels. `job`: the job file. `out`: where the renderer writes the MP4.
    """

    revision: int
    document: Storyboard
    size: tuple[int, int]
    job: Path
    out: Path


def write_export_files(project_id: UUID, folder: Path, chromium: str, short_side: int) -> ExportFiles | None:
    """Write all files into `folder`; None if there is no video. `short_side`: pixels of the shorter side, at least."""
    revision = revisions.current(project_id)
    if revision is None:
        return None
    document = revision.storyboard
    out = folder / "video.mp4"
    path = folder / "job.json"
    width, height = scaled_size(document.canvas, short_side)
    job = Job(
        document=to_json(revision.document),
        width=width,
        height=height,
        assets=_copy_pictures(project_id, document, folder),
        static=STATIC,
        out=out,
        chromium=chromium,
    )
    path.write_text(job.model_dump_json())
    return ExportFiles(revision.number, document, (width, height), path, out)


def write_stills_job(
    project_id: UUID, folder: Path, document: Storyboard, moments: list[float], chromium: str, longest_side: int
) -> tuple[Path, StillsJob]:
    """Write the files for single frames into `folder`; returns the path of the job file and the job. `moments`: in seconds."""
    canvas = document.canvas
    factor = longest_side / max(canvas.width, canvas.height)
    last = round(document.duration * canvas.fps) - 1
    job = StillsJob(
        document=json.loads(encode(document)),
        width=round(canvas.width * factor),
        height=round(canvas.height * factor),
        assets=_copy_pictures(project_id, document, folder),
        static=STATIC,
        out=folder / "stills",
        chromium=chromium,
        frames=tuple(max(1, min(last, round(moment * canvas.fps))) for moment in moments),  # 0 is the cover in a file
    )
    path = folder / "job.json"
    path.write_text(job.model_dump_json())
    return path, job


def _copy_pictures(project_id: UUID, document: Storyboard, folder: Path) -> dict[str, LocalFile]:
    """Copies of the pictures that the document names, of this project alone."""
    named = [asset.src.removeprefix("asset:") for asset in document.assets.values()]
    files = {}
    for asset in Asset.objects.filter(project_id=project_id, kind=Asset.Kind.IMAGE, pk__in=named):
        path = folder / str(asset.pk)
        with asset.file.open() as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        files[str(asset.pk)] = LocalFile(path=path, media_type=asset.media_type)
    return files
