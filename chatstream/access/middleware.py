"""Puts the session that a request or a socket came with beside its user, so that chatstream can ask about it again."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.auth import AuthMiddlewareStack
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import async_only_middleware

from chatstream.access.database_away import CloseWhileDatabaseAway
from chatstream.access.sessions import SessionCredential


@async_only_middleware
def session_credential(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], Awaitable[HttpResponseBase]]:
    """For MIDDLEWARE, behind Django's AuthenticationMiddleware."""

    async def middleware(request: HttpRequest) -> HttpResponseBase:
        request.credential = SessionCredential(request.session.session_key)  # type: ignore[attr-defined]
        return await get_response(request)

    return middleware


def SocketSession(application: Any) -> Any:
    """ASGI middleware for the sockets: `user` and `credential` from the session cookie."""

    async def with_credential(scope: dict[str, Any], receive: Any, send: Any) -> Any:
        credential = SessionCredential(scope["session"].session_key)
        return await application({**scope, "credential": credential}, receive, send)

    return CloseWhileDatabaseAway(AuthMiddlewareStack(with_credential))
