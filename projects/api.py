"""The JSON API of projects, beside the wire that chatstream serves."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods
from pydantic import ConfigDict, Field

from chatstream import http
from chatstream.events import Wire
from chatstream.frames import parse_body, parse_uuid
from projects import actions
from projects.database import off_loop
from projects.models import Project, projects_for
from projects.snapshot import older_messages


class Title(Wire):
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=2_000)

    title: str = Field(default="")


@require_http_methods(["GET", "POST"])
@http.door
async def project_list(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: the user's projects, newest first. POST {title}: a new one, 201 {id}."""
    if request.method == "GET":
        return JsonResponse({"projects": await off_loop(_listed)(user)})
    title = parse_body(Title, http.body_of(request) or b"{}").title
    project = await off_loop(actions.create_project)(user, title)
    return JsonResponse(_row(project), status=201)


@require_http_methods(["GET", "PATCH"])
async def project_detail(request: HttpRequest, project_id: str) -> HttpResponseBase:
    """GET: the snapshot of protocol.md. PATCH {title}: rename."""
    view = http.snapshot if request.method == "GET" else _rename
    return await view(request, project_id=project_id)


@require_http_methods(["GET", "POST"])
async def messages(request: HttpRequest, project_id: str) -> HttpResponseBase:
    """GET ?before=<message id>: an older page. POST: start a turn."""
    view = _older if request.method == "GET" else http.initiate
    return await view(request, project_id=project_id)


@http.door
async def _rename(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    title = parse_body(Title, http.body_of(request)).title
    return JsonResponse(_row(await off_loop(actions.rename_project)(user, project_id, title)))


@http.door
async def _older(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    before = parse_uuid(request.GET.get("before", ""))
    page, more = await off_loop(older_messages)(user, project_id, before)
    rows = ",".join(message.encode() for message in page)
    return HttpResponse(f'{{"messages":[{rows}],"more":{str(more).lower()}}}', content_type="application/json")


def _listed(user: Any) -> list[dict[str, Any]]:
    return [_row(project) for project in projects_for(user)]


def _row(project: Project) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "updated": round(project.updated.timestamp() * 1000)}
