"""The files of a project: saved, found, and read in chunks. All of these block; the loop calls them through `off_loop`."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Sum

from chatstream.rows.database import is_passing, off_loop
from chatstream.wire.errors import NotFound, RequestRefused
from projects.actions import get_project, lock_project
from projects.limits.storage import check_stored, lock_stored
from projects.models import Asset
from projects.redraw import Picture

CHUNK = 256 * 1024  # bytes
MOST_IMAGES = 200  # of one project
MOST_BYTES = 200 * 1024 * 1024  # of them together


def new_image(project_id: UUID, picture: Picture, name: str) -> Asset:
    """The row of a picture, not yet saved; `name` is what its owner calls it."""
    return Asset(
        project_id=project_id,
        kind=Asset.Kind.IMAGE,
        name=clean_name(name),
        media_type=picture.media_type,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
    )


def save_image(asset: Asset, data: bytes) -> Asset:
    """Save a picture's file and row. Harmless to repeat.

    Raises RequestRefused (`quota_exceeded`), NotFound if the project was deleted meanwhile.

    Two uploads at once are counted one after the other.
    """
    return _save(asset, ContentFile(data), lambda: check_room(asset.project_id, asset.size))


def check_room(project_id: UUID, size: int) -> None:
    """Raises RequestRefused (`quota_exceeded`) if a picture of so many bytes is too much for the project."""
    check_stored(project_id, size)
    stored = Asset.objects.filter(project_id=project_id, kind=Asset.Kind.IMAGE).aggregate(
        count=Count("pk"), size=Sum("size")
    )
    if stored["count"] >= MOST_IMAGES:
        raise RequestRefused("quota_exceeded", f"A project keeps at most {MOST_IMAGES} pictures, and this one is full.")
    if (stored["size"] or 0) + size > MOST_BYTES:
        most = f"{MOST_BYTES // 1024 // 1024} MB"
        raise RequestRefused(
            "quota_exceeded", f"The pictures of a project may have {most} together; this one is too much."
        )


def newest_images(project_id: UUID, count: int) -> list[Asset]:
    return list(Asset.objects.filter(project_id=project_id, kind=Asset.Kind.IMAGE).order_by("-created", "-id")[:count])


def new_video(project_id: UUID, size: int, name: str, width: int, height: int, seconds: float, revision: int) -> Asset:
    """The row of a finished video, not yet saved: an MP4 of `size` bytes, showing the revision of that number."""
    return Asset(
        project_id=project_id,
        kind=Asset.Kind.VIDEO,
        name=clean_name(name),
        media_type="video/mp4",
        size=size,
        width=width,
        height=height,
        seconds=seconds,
        revision=revision,
    )


def save_video(asset: Asset, file: "File[Any]") -> Asset:
    """Like `save_image`."""
    return _save(asset, file, lambda: check_stored(asset.project_id, asset.size))


def _save(asset: Asset, file: "File[Any]", check: Callable[[], None]) -> Asset:
    """Save the file, then its row; deletes the file if the row fails. Returns the row of an earlier try."""
    if asset.file and (earlier := Asset.objects.filter(pk=asset.pk).first()):
        return earlier
    if not asset.file:
        asset.file.save("asset", file, save=False)  # before anything is locked: it may take a while
    try:
        with transaction.atomic():
            lock_project(asset.project_id)
            lock_stored(asset.project_id)
            check()
            asset.save(force_insert=True)
    except BaseException as problem:
        if not is_passing(problem):  # else the row may be committed
            asset.file.delete(save=False)
        raise
    return asset


def get_asset(user: Any, project_id: UUID, asset_id: UUID) -> Asset:
    """Raises NotFound, also for a file of another user's project."""
    asset = get_project(user, project_id).assets.filter(pk=asset_id).first()
    if asset is None:
        raise NotFound("There is no such file.")
    return asset


def clean_name(name: str) -> str:
    """A display name: one line of at most 200 printable characters."""
    return " ".join("".join(each for each in name if each.isprintable()).split())[:200] or "Untitled"


async def read_chunks(asset: Asset) -> AsyncIterator[bytes]:
    """Its bytes in chunks of CHUNK, read off the loop."""
    file = await off_loop(asset.file.storage.open)(str(asset.file.name))
    try:
        while chunk := await off_loop(file.read)(CHUNK):
            yield chunk
    finally:
        file.close()
