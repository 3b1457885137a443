"""The JSON API of an account: what its owner may take with them, and what they have used."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from chatstream.doors import http
from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects.archive import stream_archive
from projects.limits.current_use import CurrentUse, current_uses
from projects.limits.limit import Entry, Full, Limit

ARCHIVE_SECONDS = 60  # after so long, an archive that nobody reads to its end no longer blocks the next


@require_GET
@http.door
async def export(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: all data of the user, as a ZIP file that is made while it is sent. One at a time."""
    entry = Entry([Limit("archives", f"user {user.pk}", 1, ARCHIVE_SECONDS)])
    try:
        await entry.enter()
    except Full as full:
        detail = f"Your data is being put together already. Try again in {full.retry_after} s."
        raise RequestRefused("rate_limited", detail, full.retry_after) from None
    name = f"{user.get_username()} {timezone.now():%Y-%m-%d}.zip"
    response = StreamingHttpResponse(_stream_and_release(user, entry), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy would keep it as a whole, on its disk
    return response


async def _stream_and_release(user: Any, entry: Entry) -> AsyncIterator[bytes]:
    try:
        async for piece in stream_archive(user):
            yield piece
    finally:
        await entry.refund()


@require_GET
@http.door
async def use(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: {uses}: what is bounded, and how much of it is used."""
    return JsonResponse({"uses": [_use(each) for each in await off_loop(current_uses)(user.pk)]})


def _use(each: CurrentUse) -> dict[str, Any]:
    """Of what everybody uses, the share alone."""
    figures = {} if each.of == "all" else {"used": each.used, "most": each.most}
    return {"measure": each.measure, "of": each.of, "percent": each.percent, **figures}
