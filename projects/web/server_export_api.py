"""The JSON API of the button that has a worker make a file of the video."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from chatstream.doors import http
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from projects import server_exports
from projects.export_hints import wake_workers
from projects.limits.rates import count_writes
from projects.models import ServerExport
from projects.web.asset_api import asset_json


class ExportRequest(Wire):
    short_side: Literal[720, 1080] = 720


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@http.door
@count_writes("EXPORTS")
async def server_export(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET: the newest one, or null. POST {short_side?}: ask for one, 201; the one that is being made, if any. DELETE: end it."""
    if request.method == "POST":
        wanted = parse_body(ExportRequest, http.body_of(request) or b"{}")
        await persist_briefly(server_exports.request_export)(user, project_id, wanted.short_side)
        await wake_workers()
    elif request.method == "DELETE":
        await persist_briefly(server_exports.cancel_export)(user, project_id)
    newest = await off_loop(server_exports.newest_export)(user, project_id)
    return JsonResponse(
        {"export": newest and server_export_json(newest)}, status=201 if request.method == "POST" else 200
    )


def server_export_json(export: ServerExport) -> dict[str, Any]:
    """As clients see it; `asset` is the file, once there is one."""
    return {
        "status": export.status,
        "detail": export.detail,
        "progress": export.progress,
        "short_side": export.short_side,
        "created": to_milliseconds(export.created),
        "asset": asset_json(export.asset) if export.asset else None,
    }
