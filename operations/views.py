"""What the admin's pages ask for while they are open. Only operators get an answer; nobody else learns that there is one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from chatstream.doors import http
from chatstream.rows.database import off_loop
from chatstream.wire.errors import NotFound
from operations.run_log import read_run_log
from operations.site_status import read_status


@require_GET
@http.door
async def status(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: the object that `manage.py status --json` prints."""
    await _require_operator(user)
    return JsonResponse((await read_status()).as_json())


@require_GET
@http.door
async def run_log(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """GET: {ended, whole, events}; see `read_run_log`."""
    await _require_operator(user)
    return JsonResponse(await read_run_log(message_id))


async def _require_operator(user: Any) -> None:
    """Raises NotFound."""
    if not (user.is_staff and await off_loop(user.has_perm)("operations.view_run")):
        raise NotFound("There is nothing here.")
