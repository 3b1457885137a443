"""The JSON API of a project's video: its history, and going back and forth in it. Every change is told over the wire too."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST
from pydantic import Field

from chatstream import http
from chatstream.errors import RequestRefused
from chatstream.events import Wire
from chatstream.frames import parse_body
from projects import revisions
from projects.actions import get_project
from projects.database import off_loop
from projects.models import Revision
from projects.outbox import drain
from projects.rate_limits import counted

LISTED = 200


class Wanted(Wire):
    revision: int = Field(ge=1)


@require_GET
@http.door
async def history(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET ?limit=: the newest revisions, newest first, without their documents."""
    asked = request.GET.get("limit", "")
    limit = min(LISTED, int(asked)) if re.fullmatch("[1-9][0-9]{0,3}", asked) else LISTED
    return JsonResponse({"revisions": await off_loop(_listed)(user, project_id, limit)})


@require_GET
@http.door
async def one(request: HttpRequest, user: Any, project_id: UUID, number: int) -> HttpResponseBase:
    """GET: one revision with its document, to look at without changing anything."""
    revision = await off_loop(_numbered)(user, project_id, number)
    return JsonResponse({**row(revision), "storyboard": revisions.shown(revision)})


@require_POST
@http.door
@counted("EDITS")
async def undo(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    return await _changed(project_id, await off_loop(_undo)(user, project_id))


@require_POST
@http.door
@counted("EDITS")
async def redo(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    return await _changed(project_id, await off_loop(_redo)(user, project_id))


@require_POST
@http.door
@counted("EDITS")
async def restore(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST {revision}."""
    wanted = parse_body(Wanted, http.body_of(request))
    return await _changed(project_id, await off_loop(_restore)(user, project_id, wanted.revision))


async def _changed(project_id: UUID, revision: Revision) -> HttpResponseBase:
    await drain(project_id)
    return JsonResponse(row(revision), status=201)


def _undo(user: Any, project_id: UUID) -> Revision:
    return revisions.undo(get_project(user, project_id).pk, author=user)


def _redo(user: Any, project_id: UUID) -> Revision:
    return revisions.redo(get_project(user, project_id).pk, author=user)


def _restore(user: Any, project_id: UUID, number: int) -> Revision:
    return revisions.restore(get_project(user, project_id).pk, number, author=user)


def _listed(user: Any, project_id: UUID, limit: int) -> list[dict[str, Any]]:
    newest_first = get_project(user, project_id).revisions.order_by("-number")
    return [row(revision) for revision in newest_first.defer("document", "patch")[:limit]]


def _numbered(user: Any, project_id: UUID, number: int) -> Revision:
    revision = get_project(user, project_id).revisions.filter(number=number).first()
    if revision is None:
        raise RequestRefused("not_found", "There is no such revision.")
    return revision


def row(revision: Revision) -> dict[str, Any]:
    """A revision as clients see it; `can_undo` and `can_redo` are worth knowing of the newest one."""
    return {
        "revision": revision.number,
        "shows": revision.shows,
        "restores": revision.restores,
        "cause": revision.cause,
        "summary": revision.summary,
        "can_undo": revision.made_from != 0,
        "can_redo": bool(revision.redo),
        "created": round(revision.created.timestamp() * 1000),
    }
