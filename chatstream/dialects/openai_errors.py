"""Refusals as the `error` objects of OpenAI's API."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from chatstream.dialects.streaming import dumps
from chatstream.wire.errors import RequestRefused
from chatstream.wire.replies import REFUSAL_STATUS

View = Callable[..., Coroutine[Any, Any, HttpResponseBase]]


def openai_errors(view: View) -> View:
    @wraps(view)
    async def wrapped(request: HttpRequest, user: Any, **ids: Any) -> HttpResponseBase:
        try:
            return await view(request, user, **ids)
        except RequestRefused as refused:
            return error_response(refused.detail, refused.code, REFUSAL_STATUS[refused.code])

    return wrapped


def error_response(sentence: str, code: str, status: int) -> HttpResponse:
    return HttpResponse(error_body(sentence, code), status=status, content_type="application/json")


def error_body(sentence: str, code: str) -> str:
    return dumps({"error": {"message": sentence, "type": "server_error", "code": code, "param": None}})
