"""Responses to exceptions of views: 503 while a store is unavailable, since the same request may succeed soon; else 500."""

import sys

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults
from redis.exceptions import RedisError

from chatstream.doors.http import refusal_response
from chatstream.rows.database import is_passing
from chatstream.wire.errors import RequestRefused

RETRY_SECONDS = 5


def server_error(request: HttpRequest) -> HttpResponse:
    """Called by Django within the handling of the exception. Neither page asks a store for anything."""
    if not _is_store_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    if request.path.startswith("/api/"):
        detail = "The server cannot take this right now; try again."
        return refusal_response(RequestRefused("unavailable", detail, retry_after=RETRY_SECONDS))
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def _is_store_away(problem: BaseException | None) -> bool:
    is_database = isinstance(problem, DatabaseError) and is_passing(problem)
    return is_database or isinstance(problem, (RedisError, ConnectionError, TimeoutError))
