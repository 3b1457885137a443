"""What the admin's pages ask for while they are open. Only operators get an answer; nobody else learns that there is one."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from chatstream.doors import http
from chatstream.follow.readers import read_readers
from chatstream.log.entries import Position
from chatstream.rows.database import off_loop
from chatstream.wire.errors import NotFound, RequestRefused
from operations.models import Run
from operations.reveals import log_reveal
from operations.run_log import read_run_log
from operations.run_stream import follow_run
from operations.site_status import read_status
from projects.limits.rates import admit_stream
from projects.replay import read_replay


@require_GET
@http.door
async def status(request: HttpRequest, user: Any) -> HttpResponseBase:
    """GET: the object that `manage.py status --json` prints."""
    await _require_operator(user)
    return JsonResponse((await read_status()).as_json())


@require_GET
@http.door
async def run_log(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """GET: {ended, whole, at, attempts, events}; see `read_run_log`."""
    await _require_operator(user)
    return JsonResponse(await read_run_log(message_id))


@require_GET
@http.door
async def run_events(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """GET: Server-Sent Events after `?after=`, a position; see `follow_run`."""
    await _require_operator(user)
    run = await _find(message_id)
    after = Position.parse(request.headers.get("Last-Event-ID") or request.GET.get("after", ""))
    if after is None:
        raise RequestRefused("invalid", "Name a position to begin `after`.")
    lines = follow_run(run, after, await admit_stream(user.pk))
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would buffer the lines
    return response


@require_GET
@http.door
async def run_readers(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """GET: {readers: [{user, transport, since, behind, unacknowledged}]} of the run's project; see `read_readers`."""
    await _require_operator(user)
    readers = await read_readers(str((await _find(message_id)).project_id))
    names = await off_loop(_names)([reader["user"] for reader in readers])
    return JsonResponse({"readers": [reader | {"user": names.get(reader["user"], "?")} for reader in readers]})


@require_POST
@http.door
async def run_replay(request: HttpRequest, user: Any, message_id: UUID) -> HttpResponseBase:
    """POST: {from, revision, events}, with the words, for who may read them; that they did is logged. See `read_replay`."""
    await _require_operator(user)
    run = await _find(message_id)
    if not await off_loop(user.has_perm)("operations.view_content"):
        raise NotFound("There is nothing here.")
    await off_loop(log_reveal)(user.pk, run)
    return JsonResponse(await read_replay(run.project.owner, run.pk))


async def _find(message_id: UUID) -> Run:
    run = await off_loop(Run.objects.filter(pk=message_id).first)()
    if run is None:
        raise NotFound("There is no such run.")
    return run


def _names(user_ids: list[str]) -> dict[str, str]:
    users = get_user_model().objects.filter(pk__in=user_ids)
    return {str(user.pk): user.get_username() for user in users}


async def _require_operator(user: Any) -> None:
    """Raises NotFound."""
    if not (user.is_staff and await off_loop(user.has_perm)("operations.view_run")):
        raise NotFound("There is nothing here.")
