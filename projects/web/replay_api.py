"""The making of an answer, to be watched again."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from chatstream.doors import http
from projects.replay import read_replay


@require_GET
@http.door
async def replay(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """GET: {from, revision, events}. Writes nothing and asks no model."""
    return JsonResponse(await read_replay(user, message_id))
