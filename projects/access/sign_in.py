"""Who makes an HTTP request without a session: the bearer of a token, or the holder of a ticket."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from chatstream.access.sessions import SessionCredential
from chatstream.doors.http import refusal_response, refuse
from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects.access.credentials import Credential, TokenCredential, sign_in_by_token
from projects.access.tickets import use_ticket
from projects.access.token_rules import require_scope
from projects.access.tokens import bearer
from projects.scope import scope_of


class TokenMiddleware:
    """`Authorization: Bearer …` decides who asks. A browser never sends it by itself, so CSRF has no hold on it.

    A ticket opens event streams and nothing else. `request.credential` is what chatstream keeps asking about.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token, ticket = bearer(request.headers.get("Authorization", "")), _ticket(request)
        if token is not None:
            _sign_in(request, *await off_loop(sign_in_by_token)(token))
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined] # the switch CsrfViewMiddleware reads
        elif ticket is not None:
            try:
                _sign_in(request, *await use_ticket(ticket))
            except (RedisError, OSError):
                return refusal_response(
                    RequestRefused("unavailable", "The ticket cannot be looked up; get another one.", 2)
                )
        else:
            request.credential = SessionCredential(request.session.session_key)  # type: ignore[attr-defined]
        return await self.get_response(request)

    async def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """The one place where the scope of a token meets a request; what is somebody's is found through the user."""
        if not isinstance(request.credential, TokenCredential):  # type: ignore[attr-defined] # set above
            return None
        assert request.resolver_match is not None  # Django has found the view
        try:
            require_scope(scope_of(request.user), str(request.method), request.resolver_match.route)
        except RequestRefused as refused:
            return refuse(request, refused)
        return None


def _ticket(request: HttpRequest) -> str | None:
    opens_stream = request.method == "GET" and request.path.startswith("/api/") and request.path.endswith("/events/")
    return getattr(request, "scope", {}).get("ticket") if opens_stream else None


def _sign_in(request: HttpRequest, user: Any, credential: Credential | None) -> None:
    request.user = user
    request.auser = _make_auser(user)
    request.credential = credential  # type: ignore[attr-defined]


def _make_auser(user: Any) -> Callable[[], Awaitable[Any]]:
    async def auser() -> Any:
        return user

    return auser
