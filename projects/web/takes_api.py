"""The JSON API of takes: answers to the same message, of which one at a time is the chosen one, with its video."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from chatstream.doors import http
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from projects.actions import get_answer, get_project
from projects.limits.rates import count_writes
from projects.models import Revision
from projects.takes import choose_take, takes_of_project
from projects.web.video_api import revision_json


class TakeChoice(Wire):
    message_id: UUID


@require_http_methods(["GET", "POST"])
@http.door
@count_writes("EDITS")
async def takes(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET: the takes of every message with several. POST {message_id}: show the video as it was left with this take.

    The answer to POST is the new revision, 201; or null, if the video is that already.
    """
    if request.method == "GET":
        return JsonResponse({"takes": await off_loop(_list_takes)(user, project_id)})
    wanted = parse_body(TakeChoice, http.body_of(request))
    revision = await persist_briefly(_choose)(user, project_id, wanted.message_id)
    # Also if the take is chosen already: perhaps by an earlier try of this request, whose answer was lost.
    await flush_if_possible(project_id)
    if revision is None:
        return JsonResponse({"revision": None})
    return JsonResponse({"revision": revision_json(revision)}, status=201)


def _list_takes(user: Any, project_id: UUID) -> list[dict[str, Any]]:
    found = takes_of_project(get_project(user, project_id).pk)
    return [{"message_id": str(take.message_id), "revision": take.revision, "chosen": take.is_chosen} for take in found]


def _choose(user: Any, project_id: UUID, message_id: UUID) -> Revision | None:
    return choose_take(get_answer(user, project_id, message_id), author=user)
