"""The JSON API of projects, beside the wire that chatstream serves."""

import logging
import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods
from pydantic import ConfigDict, Field
from redis.exceptions import RedisError

from chatstream.backend import get_backend
from chatstream.doors import http
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body, parse_uuid
from projects import actions
from projects.duplication import duplicate_project
from projects.limits.rates import count_writes
from projects.listing import PAGE, listed_page
from projects.message_pages import older_messages
from projects.models import Project
from projects.removal import soft_delete
from projects.removal.erasure import unfinished_answers
from projects.search import excerpts
from projects.snapshot import take_whole_snapshot

logger = logging.getLogger(__name__)


class TitleRequest(Wire):
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=2_000)

    title: str = Field(default="")


@require_http_methods(["GET", "POST"])
@http.door
@count_writes("PROJECTS")
async def project_list(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET ?before=&limit=&q=: a page of the user's projects, newest first. POST {title}: a new one, 201 {id}."""
    if request.method == "GET":
        return JsonResponse(await off_loop(_list_projects)(user, request.GET))
    title = parse_body(TitleRequest, http.body_of(request) or b"{}").title
    project = await persist_briefly(actions.create_project)(user, title, uuid4())
    return JsonResponse(_row(project), status=201)


def _list_projects(user: Any, asked: QueryDict) -> dict[str, Any]:
    words = asked.get("q", "").strip()[:200]
    page = listed_page(user, asked.get("before"), _limit(asked.get("limit", "")), words)
    found = excerpts(page.projects, words) if words else {}
    rows = [{**_listed_row(project), **_excerpt(found.get(project.pk))} for project in page.projects]
    return {"projects": rows, **({"more": True, "next": page.next} if page.next else {"more": False})}


def _listed_row(project: Project) -> dict[str, Any]:
    revision = {"revision": number} if (number := vars(project)["revision"]) else {}
    return {**_row(project), **revision, "live": vars(project)["is_live"]}


def _excerpt(found: str | None) -> dict[str, str]:
    return {"excerpt": found} if found else {}


@require_http_methods(["GET", "PATCH", "DELETE"])
async def project_detail(request: HttpRequest, project_id: str) -> HttpResponseBase:
    """GET: the snapshot, with whole texts. PATCH {title}: rename. DELETE: delete; `undelete` takes it back for some seconds."""
    view = {"PATCH": _rename, "DELETE": _delete}.get(str(request.method), _snapshot)
    return await view(request, project_id=project_id)


@require_http_methods(["POST"])
@http.door
async def undelete(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST: the project is there again, unless it is too late."""
    return JsonResponse(_row(await persist_briefly(soft_delete.restore_project)(user, project_id)))


@require_http_methods(["POST"])
@http.door
@count_writes("PROJECTS")
async def duplicate(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST: another project with the same film and its pictures, 201 {id}."""
    return JsonResponse(_row(await off_loop(duplicate_project)(user, project_id)), status=201)


@require_http_methods(["GET", "POST"])
async def messages(request: HttpRequest, project_id: str) -> HttpResponseBase:
    """GET ?before=<message id>: an older page. POST: start a turn."""
    if request.method == "GET":
        return await _older(request, project_id=project_id)
    return await http.initiate(request, stream=project_id)


@http.door
async def _snapshot(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    return http.json_response(await take_whole_snapshot(user, project_id))


@http.door
async def _rename(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    title = parse_body(TitleRequest, http.body_of(request)).title
    renamed = await persist_briefly(actions.rename_project)(user, project_id, title)
    await flush_if_possible(project_id)
    return JsonResponse(_row(renamed))


@http.door
async def _delete(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    await _stop_answers(user, project_id)
    project = await persist_briefly(soft_delete.ensure_deleted)(user, project_id)
    assert project.deleted_at is not None  # it has just been set
    restorable_until = project.deleted_at + timedelta(seconds=soft_delete.UNDO_SECONDS)
    return JsonResponse({"id": str(project.pk), "restorable_until": to_milliseconds(restorable_until)})


async def _stop_answers(user: Any, project_id: UUID) -> None:
    """At once, if Valkey can be reached; else, and for what begins in this moment, the workers' sweep does it."""
    await off_loop(actions.get_project)(user, project_id)
    try:
        for answer_id in await off_loop(unfinished_answers)(project_id):
            await get_backend().stop(user, str(project_id), answer_id)
    except (RedisError, OSError):
        logger.warning("Valkey unavailable: answers of deleted project %s end with the next sweep.", project_id)


@http.door
async def _older(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    before = parse_uuid(request.GET.get("before", ""))
    page, more = await off_loop(older_messages)(user, project_id, before)
    rows = ",".join(message.encode() for message in page)
    return HttpResponse(f'{{"messages":[{rows}],"more":{str(more).lower()}}}', content_type="application/json")


def _limit(asked: str) -> int:
    return min(PAGE, int(asked)) if re.fullmatch("[1-9][0-9]{0,3}", asked) else PAGE


def _row(project: Project) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "updated": to_milliseconds(project.updated)}
