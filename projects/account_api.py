"""The JSON API of an account: what its owner may take with them."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from chatstream import http
from projects.archive import stream_archive


@require_GET
@http.door
async def export(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: all that is kept of the user, as a ZIP file that is made while it is sent."""
    name = f"{user.get_username()} {timezone.now():%Y-%m-%d}.zip"
    response = StreamingHttpResponse(stream_archive(user), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy would keep it as a whole, on its disk
    return response
