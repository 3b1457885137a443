"""The one door of Chat Completions."""

from contextlib import aclosing
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from chatstream.dialects.changes import Ended, Reset, Text, Waiting
from chatstream.dialects.follow import AnswerFollower, open_answer
from chatstream.dialects.openai_chat.encoder import CompletionEncoder, completion, waiting_sentence
from chatstream.dialects.openai_errors import error_response, openai_errors
from chatstream.dialects.requests import STREAM_HEADER, ask, last_question, read_json
from chatstream.dialects.streaming import stream
from chatstream.doors.http import credential_of, door
from chatstream.wire.errors import RequestRefused


@require_POST
@door
@openai_errors
async def chat_completions(request: HttpRequest, user: Any) -> HttpResponseBase:
    """A request of Chat Completions. The header X-Chatstream-Stream names the stream; the last message of the user is asked.

    The same `Idempotency-Key` again is the same answer, from its beginning.
    """
    body = read_json(request)
    name = request.headers.get(STREAM_HEADER, "")
    if not name:
        raise RequestRefused("invalid", f"The header {STREAM_HEADER} names the conversation.")
    key = request.headers.get("Idempotency-Key") or str(uuid4())
    answer_id = await ask(user, name, key, last_question(body.get("messages")))
    answer = str(answer_id)
    follower = await open_answer(user, credential_of(request), name, answer_id)
    model = str(body.get("model") or "chatstream")
    if not body.get("stream"):
        return await _whole(follower, answer, model)
    options = body.get("stream_options")
    with_usage = isinstance(options, dict) and bool(options.get("include_usage"))
    return stream(follower, CompletionEncoder(answer, model, with_usage))


async def _whole(follower: AnswerFollower, answer: str, model: str) -> HttpResponseBase:
    text = ""
    async with aclosing(follower.changes()) as steps:
        async for changes in steps:
            for change in changes or ():
                match change:
                    case Reset():
                        text = ""
                    case Text(content):
                        text += content
                    case Waiting():
                        text += waiting_sentence(change)
                        return JsonResponse(completion(answer, model, text, Ended("success", "stop", None)))
                    case Ended(status="error"):
                        return error_response(change.error, change.code, 500)
                    case Ended():
                        return JsonResponse(completion(answer, model, text, change))
    raise RequestRefused("unavailable", "The server ends; send the request again.", retry_after=1)
