"""The upload of a picture: saved in pieces, redrawn by a child process, stored."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from chatstream.rows.database import off_loop, persist_briefly
from projects import assets
from projects.actions import get_project
from projects.models import Asset
from projects.redraw import redraw
from projects.web.request_body import save_body

LARGEST = 10_000_000  # bytes


async def upload(user: Any, project_id: UUID, request: HttpRequest, name: str) -> Asset:
    """Store the picture that is the body of `request`. Raises RequestRefused, NotFound."""
    await off_loop(_check)(user, project_id)
    with await off_loop(save_body)(request, LARGEST) as sent:
        picture = await redraw(sent, user.pk)
    return await persist_briefly(assets.save_image)(assets.new_image(project_id, picture, name), picture.data)


def _check(user: Any, project_id: UUID) -> None:
    """What can be refused before the work is done. It is checked again, under a lock, when the picture is saved."""
    assets.check_room(get_project(user, project_id).pk, 0)
