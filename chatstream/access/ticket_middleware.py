"""Lets in who comes with a ticket: for a socket or an event stream, and nothing else."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware
from redis.exceptions import RedisError

from chatstream.access.database_away import CloseWhileDatabaseAway, close_for_now
from chatstream.access.tickets import use_ticket
from chatstream.doors.http import refusal_response
from chatstream.wire.errors import RequestRefused

logger = logging.getLogger(__name__)

View = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class TicketInAddress:
    """ASGI middleware, outermost: moves `?ticket=` into `scope["ticket"]`, in the scope that the access log reads."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if b"ticket=" in scope.get("query_string", b""):
            fields = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
            tickets = [value for name, value in fields if name == "ticket"]
            if tickets:
                scope["ticket"] = tickets[-1]
                rest = [(name, value) for name, value in fields if name != "ticket"]
                scope["query_string"] = urlencode(rest).encode("latin-1")
        return await self.application(scope, receive, send)


def SocketTicket(application: Any, without_ticket: Any) -> Any:
    """ASGI middleware for the sockets: `user` and `credential` by the ticket; `without_ticket` gets a socket that has none."""

    async def with_credential(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if "ticket" not in scope:
            return await without_ticket(scope, receive, send)
        try:
            user, credential = await use_ticket(scope["ticket"])
        except (RedisError, OSError):
            logger.warning(
                "Redis unavailable: closed a socket whose ticket could not be looked up; its page gets another."
            )
            return await close_for_now(send)
        return await application({**scope, "user": user or AnonymousUser(), "credential": credential}, receive, send)

    return CloseWhileDatabaseAway(with_credential)


@async_only_middleware
def ticket_credential(get_response: View) -> View:
    """For MIDDLEWARE, behind what sets `request.credential`: a ticket in the address of an event stream stands in for it."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        ticket = _ticket(request)
        if ticket is not None:
            try:
                user, credential = await use_ticket(ticket)
            except (RedisError, OSError):
                lost = RequestRefused("unavailable", "The ticket cannot be looked up; get another one.", 2)
                return refusal_response(lost)
            sign_in(request, user or AnonymousUser(), credential)
        return await get_response(request)

    return middleware


def sign_in(request: HttpRequest, user: Any, credential: Any) -> None:
    """For the rest of this request; `credential` is what chatstream keeps asking about."""

    async def auser() -> Any:
        return user

    request.user, request.auser = user, auser
    request.credential = credential  # type: ignore[attr-defined]


def _ticket(request: HttpRequest) -> str | None:
    opens_stream = request.method == "GET" and request.path.startswith("/api/") and request.path.endswith("/events/")
    return getattr(request, "scope", {}).get("ticket") if opens_stream else None
