"""The JSON API of branches: the versions of a person's message, of which the conversation shows one, with its film."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from chatstream.doors import http
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.wire.base import Wire
from chatstream.wire.errors import NotFound
from chatstream.wire.parsing import parse_body, parse_uuid
from projects.actions import get_project
from projects.branches import choose_version, find_version, versions_of, what_comes_after
from projects.limits.rates import count_writes


class VersionChoice(Wire):
    message_id: UUID


@require_http_methods(["GET", "POST"])
@http.door
@count_writes("EDITS")
async def branches(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """GET ?message_id=: the versions of the message, and what comes after it. POST {message_id}: show this version."""
    if request.method == "GET":
        message_id = parse_uuid(request.GET.get("message_id", ""))
        return JsonResponse(await off_loop(_describe)(user, project_id, message_id))
    wanted = parse_body(VersionChoice, http.body_of(request))
    await persist_briefly(_choose)(user, project_id, wanted.message_id)
    await flush_if_possible(project_id)
    return JsonResponse({"message_id": str(wanted.message_id)})


def _describe(user: Any, project_id: UUID, message_id: UUID | None) -> dict[str, Any]:
    if message_id is None:
        raise NotFound("There is no such message.")
    message = find_version(get_project(user, project_id).pk, message_id)
    versions = versions_of([message]).get(message.pk, [message.pk])
    later = what_comes_after(message)
    return {
        "versions": [str(each) for each in versions],
        "later_answers": later.answers,
        "later_changes": later.changes,
    }


def _choose(user: Any, project_id: UUID, message_id: UUID) -> None:
    project = get_project(user, project_id)
    choose_version(project.pk, find_version(project.pk, message_id), author=user)
