"""The JSON API of the public link to a project's film. What anybody sees under it: film_page.py."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import Field

from chatstream.doors import http
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from projects import sharing
from projects.actions import get_project
from projects.limits.rates import count_writes
from projects.models import ShareLink
from projects.redraw import redraw
from projects.web.export_api import revision_number
from projects.web.request_body import save_body

LARGEST_POSTER = 4_000_000  # bytes


class ShareRequest(Wire):
    """What is left out stays as it is. `revision`: null for always the newest; `days` from now on: null for without end."""

    revision: int | None = Field(default=None, ge=1, le=2**31 - 1)
    days: int | None = Field(default=None, ge=1, le=365)


@require_http_methods(["GET", "HEAD", "PUT", "DELETE"])
@http.door
@count_writes("EDITS")
async def share(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET: the link, or null. PUT {revision?, days?}: share the film, or change how. DELETE: revoke the link for good."""
    if request.method == "PUT":
        wanted = parse_body(ShareRequest, http.body_of(request) or b"{}")
        changes = wanted.model_dump(exclude_unset=True)
        await persist_briefly(sharing.save_link)(user, project_id, sharing.make_token(), changes)
    elif request.method == "DELETE":
        await persist_briefly(sharing.revoke_link)(user, project_id)
    return await _answer(request, user, project_id)


@require_POST
@http.door
@count_writes("UPLOADS")
async def poster(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST ?revision=N with a picture as the body: the frame of that revision which stands for the film."""
    number = revision_number(request)
    await off_loop(get_project)(user, project_id)
    with await off_loop(save_body)(request, LARGEST_POSTER) as sent:
        picture = await redraw(sent, user.pk)
    await off_loop(sharing.save_poster)(user, project_id, number, picture)
    return await _answer(request, user, project_id)


async def _answer(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    def read() -> dict[str, Any] | None:
        link = sharing.get_link(user, project_id)
        return link_json(request, link) if link else None

    return JsonResponse({"share": await off_loop(read)()})


def link_json(request: HttpRequest, link: ShareLink) -> dict[str, Any]:
    """As its owner sees it. `shows` is the revision that is shown now, `poster_revision` the one that the poster shows."""
    return {
        "url": request.build_absolute_uri(reverse("film", args=[link.token])),
        "revision": link.revision,
        "shows": sharing.shown_revision(link),
        "poster_revision": link.poster_revision,
        "created": to_milliseconds(link.created),
        "expires": to_milliseconds(link.expires) if link.expires else None,
    }
