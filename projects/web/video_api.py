"""The JSON API of a project's video: its history, and going back and forth in it. Each change is also an event."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Left
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST
from pydantic import Field

from chatstream.doors import http
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.wire.base import Wire
from chatstream.wire.errors import RequestRefused
from chatstream.wire.parsing import parse_body
from projects import revisions
from projects.actions import get_project
from projects.limits.rates import count_writes
from projects.models import Revision

LISTED = 200
ASKED = 200  # characters of the message that led to a revision


class HistoryRequest(Wire):
    """`base`: the revision that the person looked at. With it, to ask again changes nothing more."""

    base: int | None = Field(default=None, ge=1)


class RestoreRequest(HistoryRequest):
    revision: int = Field(ge=1)


@require_GET
@http.door
async def revision_list(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET ?limit=: the newest revisions, newest first, without their documents. `asked`: the start of the message behind one."""
    asked = request.GET.get("limit", "")
    limit = min(LISTED, int(asked)) if re.fullmatch("[1-9][0-9]{0,3}", asked) else LISTED
    return JsonResponse({"revisions": await off_loop(_list_revisions)(user, project_id, limit)})


@require_GET
@http.door
async def revision_detail(request: HttpRequest, user: Any, project_id: UUID, number: int) -> HttpResponseBase:
    """GET: one revision with its document, to look at without changing anything. `scene_id`: of the scene that it changed first."""
    revision, scene_id = await off_loop(_read_revision)(user, project_id, number)
    return JsonResponse(
        {**revision_json(revision), "scene_id": scene_id, "storyboard": revisions.to_snapshot(revision)}
    )


@require_POST
@http.door
@count_writes("EDITS")
async def undo(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST {base?}."""
    return await _undo_or_redo(request, user, project_id, revisions.undo)


@require_POST
@http.door
@count_writes("EDITS")
async def redo(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST {base?}."""
    return await _undo_or_redo(request, user, project_id, revisions.redo)


@require_POST
@http.door
@count_writes("EDITS")
async def restore(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST {revision, base?}."""
    wanted = parse_body(RestoreRequest, http.body_of(request))

    def restore_it(project_id: UUID, author: Any, base: int | None) -> Revision:
        return revisions.restore(project_id, wanted.revision, author, base)

    return await _commit_change(user, project_id, restore_it, wanted.base)


async def _undo_or_redo(
    request: HttpRequest, user: Any, project_id: UUID, step: Callable[..., Revision]
) -> HttpResponseBase:
    asked = parse_body(HistoryRequest, http.body_of(request) or b"{}")
    return await _commit_change(user, project_id, step, asked.base)


async def _commit_change(
    user: Any, project_id: UUID, change: Callable[..., Revision], base: int | None
) -> HttpResponseBase:
    """Without a `base`, each try starts from the revision that was the newest for the first: one try is committed."""

    def once() -> Revision:
        nonlocal base
        key = get_project(user, project_id).pk
        with transaction.atomic():
            if base is None:
                newest = revisions.lock_newest(key)
                base = newest.number if newest else 0
            return change(key, author=user, base=base)

    revision = await persist_briefly(once)()
    await flush_if_possible(project_id)
    return JsonResponse(revision_json(revision), status=201)


def _list_revisions(user: Any, project_id: UUID, limit: int) -> list[dict[str, Any]]:
    newest_first = get_project(user, project_id).revisions.order_by("-number").defer("document", "patch")
    rows = newest_first.annotate(asked=Left("message__answers__content", ASKED))[:limit]
    return [{**revision_json(revision), "asked": revision.asked} for revision in rows]


def _read_revision(user: Any, project_id: UUID, number: int) -> tuple[Revision, str | None]:
    revision = get_project(user, project_id).revisions.filter(number=number).first()
    if revision is None:
        raise RequestRefused("not_found", "There is no such revision.")
    return revision, revisions.changed_scene(revision)


def revision_json(revision: Revision) -> dict[str, Any]:
    """A revision as clients see it; `can_undo` and `can_redo` are worth knowing of the newest one."""
    return {
        "revision": revision.number,
        "shows": revision.shows,
        "restores": revision.restores,
        "cause": revision.cause,
        "summary": revision.summary,
        "phrases": revision.phrases,
        "can_undo": revision.made_from != 0,
        "can_redo": bool(revision.redo),
        "created": to_milliseconds(revision.created),
    }
