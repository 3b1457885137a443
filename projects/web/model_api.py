"""The JSON API of the model that answers in a project."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from chatstream.doors import http
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from projects.actions import get_project
from projects.model_choice import choices, choose_model, model_of


class ModelChoice(Wire):
    model: str


@require_http_methods(["GET", "PUT"])
async def model(request: HttpRequest, project_id: str) -> HttpResponseBase:
    """GET: {model, choices}. PUT {model}: who answers from the next message on."""
    view = _read if request.method == "GET" else _choose
    return await view(request, project_id=project_id)


@http.door
async def _read(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    project = await off_loop(get_project)(user, project_id)
    return JsonResponse({"model": model_of(project), "choices": choices()})


@http.door
async def _choose(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    choice = parse_body(ModelChoice, http.body_of(request))
    project = await persist_briefly(choose_model)(user, project_id, choice.model)
    return JsonResponse({"model": model_of(project), "choices": choices()})
