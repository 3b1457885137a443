"""The JSON API of a project's finished videos."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from chatstream.doors import http
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.wire.errors import RequestRefused
from projects import exports
from projects.limits.rates import count_writes
from projects.web.asset_api import asset_json
from projects.web.request_body import save_body


@require_http_methods(["GET", "HEAD", "POST"])
@http.door
@count_writes("EXPORTS")
async def export_list(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET: the project's videos, newest first. POST ?revision=N, an MP4 as the body: keep one more."""
    if request.method == "POST":
        number = revision_number(request)
        revision = await off_loop(exports.revision_of)(user, project_id, number)
        with await off_loop(save_body)(request, exports.LARGEST) as file:
            asset = await off_loop(exports.check)(revision, file)
            stored = await persist_briefly(exports.store)(asset, file)
        return JsonResponse(asset_json(stored), status=201)
    return JsonResponse({"exports": await off_loop(_list_exports)(user, project_id)})


def _list_exports(user: Any, project_id: UUID) -> list[dict[str, Any]]:
    return [asset_json(asset) for asset in exports.list_exports(user, project_id)]


def revision_number(request: HttpRequest) -> int:
    """The number in ?revision=. Raises RequestRefused (`invalid`)."""
    text = request.GET.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RequestRefused("invalid", "Say which revision the video shows: ?revision=N.")
    return int(text)
