"""The exported videos of a project, each one of its files. These block; the loop calls them through `off_loop`."""

from typing import IO, Any, NoReturn
from uuid import UUID

from django.core.files import File
from django.db.models import QuerySet

from chatstream.wire.errors import RequestRefused
from projects.actions import get_project
from projects.assets import new_video, save_video
from projects.models import Asset, Revision
from projects.revisions import load
from storyboard.formats import SHORT_SIDES, scaled_size
from storyboard.mp4 import probe
from storyboard.mp4.boxes import VideoRefused
from storyboard.mp4.padding import blank_padding

LARGEST = 200_000_000  # bytes
MOST_EXPORTS = 20  # videos of one project: with the next one the oldest goes
OFF_BY = 0.2  # seconds that a video may be longer or shorter than its document


def list_exports(user: Any, project_id: UUID) -> list[Asset]:
    """The project's exported videos, newest first. Raises NotFound."""
    return list(_newest_first(get_project(user, project_id).pk))


def revision_of(user: Any, project_id: UUID, number: int) -> Revision:
    revision = get_project(user, project_id).revisions.select_related("project").filter(number=number).first()
    if revision is None:
        raise RequestRefused("not_found", "There is no such revision.")
    return revision


def check_and_store(revision: Revision, file: IO[bytes]) -> Asset:
    """`check`, then `store`; raises what they raise."""
    return store(check(revision, file), file)


def check(revision: Revision, file: IO[bytes]) -> Asset:
    """The asset for `file`, an MP4 that should show this revision; fills the padding of `file` with zeros.

    Raises RequestRefused (`invalid`) if the file does not fit the revision.
    """
    try:
        found = probe.probe(file)
        _check_fits(found, revision)
        blank_padding(file)
    except VideoRefused as refused:
        raise RequestRefused("invalid", str(refused)) from None
    project, stored = revision.project, File(file)
    return new_video(project.pk, stored.size, project.title, found.width, found.height, found.seconds, revision.number)


def store(asset: Asset, file: IO[bytes]) -> Asset:
    """Save the asset that `check` has returned. Harmless to repeat. Raises as `assets.save_image` does."""
    stored = save_video(asset, File(file))
    delete_oldest(stored.project_id)
    return stored


def delete_oldest(project_id: UUID) -> None:
    """Delete the oldest videos with their files, as far as there are more than MOST_EXPORTS."""
    for old in _newest_first(project_id)[MOST_EXPORTS:]:
        old.delete()


def _newest_first(project_id: UUID) -> QuerySet[Asset]:
    return Asset.objects.filter(project_id=project_id, kind=Asset.Kind.VIDEO).order_by("-created", "-id")


def _check_fits(new_video: probe.Mp4, revision: Revision) -> None:
    document = load(revision.document)
    canvas, seconds = document.canvas, document.duration
    if (new_video.width, new_video.height) not in [scaled_size(canvas, short_side) for short_side in SHORT_SIDES]:
        _refuse(revision, f"is {canvas.width} x {canvas.height} pixels", f"{new_video.width} x {new_video.height}")
    if abs(new_video.seconds - seconds) > OFF_BY:
        _refuse(revision, f"takes {seconds:g} seconds", f"{new_video.seconds:.2f}")
    if abs(new_video.frames - seconds * canvas.fps) > OFF_BY * canvas.fps:
        _refuse(revision, f"has {round(seconds * canvas.fps)} frames", f"{new_video.frames}")


def _refuse(revision: Revision, expected: str, found: str) -> NoReturn:
    raise RequestRefused("invalid", f"Revision {revision.number} {expected}, the file that was sent {found}.")
