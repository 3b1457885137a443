"""The doors of Responses: create, retrieve (also as a stream, after a number), cancel."""

import json
import re
from contextlib import aclosing
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from chatstream.backend import get_backend
from chatstream.dialects.answer_reader import AnswerReader
from chatstream.dialects.changes import Ended, Waiting
from chatstream.dialects.follow import open_answer
from chatstream.dialects.openai_errors import openai_errors
from chatstream.dialects.openai_responses.encoder import STATUS, ResponseEncoder
from chatstream.dialects.requests import STREAM_HEADER, ask, decide, last_question, message_text, read_json
from chatstream.dialects.streaming import stream
from chatstream.doors.http import credential_of, door
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from chatstream.wire.views import MessageDocument

MODEL = "chatstream"


@require_POST
@door
@openai_errors
async def create(request: HttpRequest, user: Any) -> HttpResponseBase:
    """`conversation`, or the header X-Chatstream-Stream, names the stream; of `input` the last message of the user is asked.

    One Idempotency-Key, one answer. An `mcp_approval_response` in `input` decides about a tool call; the response is that of the
    answer that goes on.
    """
    body = read_json(request)
    conversation = body.get("conversation") or request.headers.get(STREAM_HEADER)
    name = str((conversation.get("id") if isinstance(conversation, dict) else conversation) or "")
    if not name:
        raise RequestRefused("invalid", f"`conversation`, or the header {STREAM_HEADER}, names the conversation.")
    key = request.headers.get("Idempotency-Key") or str(uuid4())
    given = body.get("input")
    answer = await _decide(user, name, given)
    if answer is None:
        answer = await ask(user, name, key, message_text(given) if isinstance(given, str) else last_question(given))
    if body.get("stream"):
        return await _stream(request, user, name, answer, -1)
    if body.get("background"):
        return _read(name, await get_backend().message(user, answer))
    return await _wait(request, user, name, answer)


@require_GET
@door
@openai_errors
async def retrieve(request: HttpRequest, user: Any, response: str) -> HttpResponseBase:
    """As it is now; with `stream=true` the events after the number `starting_after`."""
    answer, name = _parse(response)
    if request.GET.get("stream") == "true":
        after = request.GET.get("starting_after", "-1")
        if not re.fullmatch("-?[0-9]{1,9}", after):
            raise RequestRefused("invalid", "`starting_after` is the number of an event.")
        return await _stream(request, user, name, answer, int(after))
    return _read(name, await get_backend().message(user, answer))


@require_POST
@door
@openai_errors
async def cancel(request: HttpRequest, user: Any, response: str) -> HttpResponseBase:
    answer, name = _parse(response)
    await get_backend().stop(user, name, answer)
    return _read(name, await get_backend().message(user, answer))


async def _decide(user: Any, name: str, given: Any) -> UUID | None:
    """The answer whose tool calls the input allows or declines; None if it is no decision. Raises RequestRefused."""
    answer = None
    for item in given if isinstance(given, list) else ():
        if isinstance(item, dict) and item.get("type") == "mcp_approval_response":
            _, _, ids = str(item.get("approval_request_id")).partition("_")
            message_id, _, call_id = ids.partition("_")
            answer = parse_uuid(message_id)
            if answer is None:
                raise NotFound("There is no such approval request.")
            await decide(user, name, answer, call_id, item.get("approve") is True)
    return answer


async def _stream(request: HttpRequest, user: Any, name: str, answer: UUID, after: int) -> HttpResponseBase:
    document = await get_backend().message(user, answer)
    follower = await open_answer(user, credential_of(request), name, answer)
    return stream(follower, _encoder(name, document, after))


async def _wait(request: HttpRequest, user: Any, name: str, answer: UUID) -> HttpResponseBase:
    """To the end of the answer."""
    follower = await open_answer(user, credential_of(request), name, answer)
    async with aclosing(follower.changes()) as steps:
        async for changes in steps:
            if any(isinstance(change, (Ended, Waiting)) for change in changes or ()):
                return _read(name, await get_backend().message(user, answer))
    raise RequestRefused("unavailable", "The server ends; send the request again.", retry_after=1)


def _read(name: str, document: MessageDocument) -> JsonResponse:
    """The response of an answer as it is now."""
    encoder = _encoder(name, document, -1)
    [*_, end] = [None, *AnswerReader().read_message(json.loads(document.encode()))]
    if isinstance(end, Waiting):
        return JsonResponse(encoder.response("completed", None, document.content or "", end.calls))
    if not isinstance(end, Ended):
        return JsonResponse(encoder.response("in_progress" if document.status == "running" else "queued"))
    return JsonResponse(encoder.response(STATUS[end.status], end, document.content or ""))


def _encoder(name: str, document: MessageDocument, after: int) -> ResponseEncoder:
    return ResponseEncoder(name, str(document.id), document.created // 1000, MODEL, after)


def _parse(response: str) -> tuple[UUID, str]:
    """The answer and the stream of the id of a response. Raises NotFound."""
    prefix, _, rest = response.partition("_")
    answer_id, _, name = rest.partition("_")
    answer = parse_uuid(answer_id)
    if prefix != "resp" or answer is None or not name:
        raise NotFound("There is no such response.")
    return answer, name
