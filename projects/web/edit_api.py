"""The JSON API of changing a video by hand. Each change is also an event."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chatstream.doors import http
from chatstream.rows.database import persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from projects import edits
from projects.limits.rates import count_writes
from projects.web.video_api import revision_json
from storyboard.palettes import PALETTES
from storyboard.values import Id


class SceneChoice(Wire):
    scene_id: Id | None


@require_POST
@http.door
@count_writes("EDITS")
async def edit(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """POST {base, operation, …}: 201 with the new revision; 200 with the newest one if that changes nothing."""
    wanted = parse_body(edits.Edit, http.body_of(request)).root
    revision, is_new = await persist_briefly(edits.apply_edit)(user, project_id, wanted)
    await flush_if_possible(project_id)
    return JsonResponse(revision_json(revision), status=201 if is_new else 200)


@require_http_methods(["PUT"])
@http.door
async def choose_scene(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """PUT {scene_id}: the scene that is "it" in the next message; null: none in particular."""
    choice = parse_body(SceneChoice, http.body_of(request))
    await persist_briefly(edits.choose_scene)(user, project_id, choice.scene_id)
    return JsonResponse({"scene_id": choice.scene_id})


@require_GET
@http.door
async def palettes(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: the colours that `set_palette` knows, by name."""
    return JsonResponse({"palettes": {name: palette.model_dump() for name, palette in PALETTES.items()}})
