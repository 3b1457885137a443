"""A picture comes in: read in pieces, drawn anew by a child, kept."""

import tempfile
from typing import IO, Any
from uuid import UUID

from django.http import HttpRequest, UnreadablePostError
from django.http.request import RawPostDataException

from chatstream.errors import RequestRefused
from projects import assets
from projects.actions import get_project
from projects.database import off_loop
from projects.models import Asset
from projects.pictures.redraw import redraw

LARGEST = 10 * 1024 * 1024  # bytes
TOO_LARGE = f"A picture may have at most {LARGEST // 1024 // 1024} MB."
FORM = "Send the bytes of the picture themselves, not a form."


async def upload(user: Any, project_id: UUID, request: HttpRequest, name: str) -> Asset:
    """Keep the picture that is the body of `request`. Raises RequestRefused, NotFound."""
    await off_loop(_check)(user, project_id)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        raise RequestRefused("too_large", TOO_LARGE)
    with tempfile.TemporaryFile() as sent:
        await off_loop(_read)(request, sent)
        picture = await redraw(sent)
    return await off_loop(assets.keep_image)(assets.image(project_id, picture, name), picture.data)


def _check(user: Any, project_id: UUID) -> None:
    """What can be refused before the work is done. It is counted again, under a lock, when the picture is kept."""
    assets.check_room(get_project(user, project_id).pk, 0)


def _read(request: HttpRequest, sent: IO[bytes]) -> None:
    """Not `request.body`: that is for frames, and bounded for them."""
    size = 0
    try:
        while piece := request.read(assets.CHUNK):
            size += len(piece)
            if size > LARGEST:
                raise RequestRefused("too_large", TOO_LARGE)
            sent.write(piece)
    except (RawPostDataException, UnreadablePostError, ValueError):  # ValueError: read and closed as a form
        raise RequestRefused("invalid", FORM) from None
    if not size:
        raise RequestRefused("invalid", FORM)
