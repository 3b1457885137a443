"""The doors of `useChat`: send and regenerate, resume, stop."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from chatstream.backend import get_backend
from chatstream.dialects.ai_sdk.approvals import decisions_of, reader_of
from chatstream.dialects.ai_sdk.encoder import UiMessageEncoder
from chatstream.dialects.answer_reader import AnswerReader
from chatstream.dialects.follow import open_answer
from chatstream.dialects.requests import (
    answers_of,
    ask,
    decide,
    message_text,
    read_json,
    refuse_by,
    request_id_of,
    stop_answers,
)
from chatstream.dialects.streaming import stream
from chatstream.doors.http import credential_of, door
from chatstream.wire.base import ENDED
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from chatstream.wire.replies import REFUSAL_STATUS
from chatstream.wire.requests import Retry

HEADERS = {"x-vercel-ai-ui-message-stream": "v1"}
# A refusal is plain text: `useChat` shows the body of a failed response as its error.
sentences = refuse_by(
    lambda refused: HttpResponse(
        refused.detail, status=REFUSAL_STATUS[refused.code], content_type="text/plain; charset=utf-8"
    )
)


@require_POST
@door
@sentences
async def chat(request: HttpRequest, user: Any, version: int) -> HttpResponseBase:
    """`{id, messages, trigger, messageId}`: `id` names the stream. Of the messages the last one is read, and no other; a page may
    send that one alone, as `message`.

    If that is an answer, it has what the person decided about its tool calls: the response goes on from what it shows.
    """
    body = read_json(request)
    name = str(body.get("id", ""))
    last = _last(body.get("messages", [body.get("message")]))
    if body.get("trigger") == "regenerate-message":
        answer = await _regenerate(user, name)
    elif last.get("role") == "assistant":
        return await _decide(request, user, name, last, version)
    else:
        answer = await _submit(user, name, last)
    return await _stream(request, user, name, answer, version)


@require_GET
@door
@sentences
async def resume(request: HttpRequest, user: Any, version: int, stream: str) -> HttpResponseBase:
    """The answer that is being written, or else the last one, from its beginning; 204 if there is none.

    The last one too: whoever lost the line just before its end would never see that. It replaces what is shown of it.
    """
    answers = await answers_of(user, stream)
    if not answers:
        return HttpResponse(status=204)
    answer = next((each for each in answers if each.status not in ENDED), answers[-1])
    return await _stream(request, user, stream, answer.id, version)


@require_POST
@door
@sentences
async def stop(request: HttpRequest, user: Any, version: int, stream: str) -> HttpResponseBase:
    """End what is being written: `stop()` of the SDK leaves the line alone, so the page calls this too."""
    await stop_answers(user, stream, await answers_of(user, stream))
    return HttpResponse(status=204)


def _last(messages: Any) -> dict[str, Any]:
    last = messages[-1] if isinstance(messages, list) and messages else None
    return last if isinstance(last, dict) else {}


async def _decide(request: HttpRequest, user: Any, name: str, last: dict[str, Any], version: int) -> HttpResponseBase:
    answer, decisions = parse_uuid(str(last.get("id"))), list(decisions_of(last))
    if answer is None or not decisions:
        raise RequestRefused("invalid", "The last of the messages is an answer, and nothing in it was decided.")
    for call_id, is_approved in decisions:
        await decide(user, name, answer, call_id, is_approved)
    return await _stream(request, user, name, answer, version, reader_of(last))


async def _submit(user: Any, name: str, last: dict[str, Any]) -> UUID:
    if last.get("role") != "user" or not last.get("id"):
        raise RequestRefused("invalid", "The last of the messages is no message of a user with an id.")
    return await ask(user, name, str(last["id"]), message_text(last.get("parts", last.get("content"))))


async def _regenerate(user: Any, name: str) -> UUID:
    """Another version of the last answer: the SDK has dropped it already, and does not say which it was."""
    answers = await answers_of(user, name)
    if not answers:
        raise NotFound("There is no answer to write anew.")
    last = answers[-1]
    request = Retry(request_id=request_id_of(name, "regenerate", str(last.id)), assistant_message_id=last.id)
    return (await get_backend().retry(user, name, request)).assistant_message_id


async def _stream(
    request: HttpRequest, user: Any, name: str, answer: UUID, version: int, reader: AnswerReader | None = None
) -> HttpResponseBase:
    follower = await open_answer(user, credential_of(request), name, answer, reader)
    return stream(follower, UiMessageEncoder(str(answer), can_reset=version >= 7), **HEADERS)
