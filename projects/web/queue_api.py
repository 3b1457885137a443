"""The JSON API of the queue: messages that wait while an earlier one is answered."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods
from pydantic import Field

from chatstream.backend import get_backend
from chatstream.doors import http
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush_if_possible
from chatstream.rows.turns import MAX_QUEUED
from chatstream.wire.base import Wire
from chatstream.wire.parsing import parse_body
from chatstream.wire.requests import MessageText
from projects import message_queue
from projects.actions import get_project
from projects.limits.rates import count_writes


class Order(Wire):
    order: list[UUID] = Field(max_length=MAX_QUEUED)


class Words(Wire):
    message: MessageText


@require_http_methods(["PUT"])
@http.door
@count_writes("EDITS")
async def order(request: HttpRequest, user: Any, project_id: UUID) -> HttpResponseBase:
    """PUT {order: [ids of the messages that wait]}: answer them in this order."""
    wanted = parse_body(Order, http.body_of(request))
    await off_loop(get_project)(user, project_id)
    await persist_briefly(message_queue.reorder_waiting)(project_id, wanted.order)
    return await _flush_and_answer(project_id)


@require_http_methods(["PATCH", "DELETE", "POST"])
@http.door
@count_writes("EDITS")
async def waiting_message(request: HttpRequest, user: Any, project_id: UUID, message_id: UUID) -> HttpResponseBase:
    """PATCH {message}: say it differently. DELETE: take it out. POST: answer it now; what is being written is stopped."""
    await off_loop(get_project)(user, project_id)
    if request.method == "PATCH":
        words = parse_body(Words, http.body_of(request))
        await persist_briefly(message_queue.edit_waiting)(project_id, message_id, words.message)
    elif request.method == "DELETE":
        answer = await persist_briefly(message_queue.find_removable)(project_id, message_id)
        await get_backend().stop(user, str(project_id), answer.pk)
        await persist_briefly(message_queue.hide_removed)(answer)
    else:
        current = await persist_briefly(message_queue.put_first)(project_id, message_id)
        await get_backend().stop(user, str(project_id), current.pk)
    return await _flush_and_answer(project_id)


async def _flush_and_answer(project_id: UUID) -> HttpResponseBase:
    await flush_if_possible(project_id)
    return JsonResponse({"project_id": str(project_id)})
