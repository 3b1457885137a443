"""The JSON API of a project's files, and the files themselves."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from chatstream.doors import http
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.database import off_loop
from projects import assets, uploads
from projects.actions import get_project
from projects.limits.rates import count_writes
from projects.models import EXTENSIONS, Asset

LISTED = 200


@require_http_methods(["GET", "HEAD", "POST"])
@http.door
@count_writes("UPLOADS")
async def asset_list(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET: the project's files, newest first. POST ?name=FILE with a picture as the body: 201 with its row."""
    if request.method != "POST":
        return JsonResponse({"assets": await off_loop(_list_assets)(user, project_id)})
    asset = await uploads.upload(user, project_id, request, request.GET.get("name", ""))
    return JsonResponse(asset_json(asset), status=201)


@require_safe
@http.door
async def asset_file(request: HttpRequest, user: Any, project_id: UUID, asset_id: UUID) -> HttpResponseBase:
    """GET: the bytes. A picture may be shown in a page, anything else is a download; neither may do anything."""
    asset = await off_loop(assets.get_asset)(user, project_id, asset_id)
    response = StreamingHttpResponse(assets.read_chunks(asset), content_type=asset.media_type)
    disposition = "inline" if asset.kind == Asset.Kind.IMAGE else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(file_name(asset), safe='')}"
    response["Content-Length"] = str(asset.size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=31536000, immutable"  # an id never gets other bytes
    return response


def file_name(asset: Asset) -> str:
    """What a download is called: the person's name for it, with the ending that its bytes deserve."""
    ending = EXTENSIONS[asset.media_type]
    stem = asset.name.replace("/", "-").replace("\\", "-").strip(". ") or "file"
    return stem if stem.lower().endswith(ending) else stem + ending


def asset_json(asset: Asset) -> dict[str, Any]:
    """A file as clients see it; `url` is where its bytes are."""
    return {
        "id": str(asset.pk),
        "kind": asset.kind,
        "name": asset.name,
        "media_type": asset.media_type,
        "size": asset.size,
        "width": asset.width,
        "height": asset.height,
        "seconds": asset.seconds,
        "revision": asset.revision,
        "created": to_milliseconds(asset.created),
        "url": asset.url,
    }


def _list_assets(user: Any, project_id: UUID) -> list[dict[str, Any]]:
    return [asset_json(asset) for asset in get_project(user, project_id).assets.order_by("-created", "-id")[:LISTED]]
