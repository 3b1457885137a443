"""The files of a project: kept, found, and handed out in pieces. All of these block; the loop calls them through `off_loop`."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from django.core.files import File

from chatstream.errors import NotFound
from projects.actions import get_project
from projects.database import off_loop
from projects.models import Asset

CHUNK = 256 * 1024  # bytes


def keep_image(project_id: UUID, file: "File[Any]", name: str, media_type: str, width: int, height: int) -> Asset:
    """`file` holds checked bytes of that type; `name` is what its owner calls it."""
    return Asset.objects.create(
        project_id=project_id,
        kind=Asset.Kind.IMAGE,
        name=called(name),
        file=_named(file),
        media_type=media_type,
        size=file.size,
        width=width,
        height=height,
    )


def keep_video(
    project_id: UUID, file: "File[Any]", name: str, width: int, height: int, seconds: float, revision: int
) -> Asset:
    """`file` is an MP4 of that size and length, showing the revision of that number."""
    return Asset.objects.create(
        project_id=project_id,
        kind=Asset.Kind.VIDEO,
        name=called(name),
        file=_named(file),
        media_type="video/mp4",
        size=file.size,
        width=width,
        height=height,
        seconds=seconds,
        revision=revision,
    )


def get_asset(user: Any, project_id: UUID, asset_id: UUID) -> Asset:
    """Raises NotFound for what is not there and for what is not this user's."""
    asset = get_project(user, project_id).assets.filter(pk=asset_id).first()
    if asset is None:
        raise NotFound("There is no such file.")
    return asset


def called(name: str) -> str:
    """A name for people: one line, without what a terminal or a browser would obey."""
    return " ".join("".join(each for each in name if each.isprintable()).split())[:200] or "Untitled"


async def contents(asset: Asset) -> AsyncIterator[bytes]:
    """Its bytes, read off the loop."""
    file = await off_loop(asset.file.open)()
    try:
        while chunk := await off_loop(file.read)(CHUNK):
            yield chunk
    finally:
        file.close()


def _named(file: "File[Any]") -> "File[Any]":
    """Django wants a name to save a file under; `asset_path` makes the one it gets."""
    return File(file, name="asset")
