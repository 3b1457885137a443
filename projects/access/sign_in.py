"""Who makes an HTTP request: the bearer of a token, or the owner of a session."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from chatstream.access.sessions import SessionCredential
from chatstream.access.ticket_middleware import sign_in
from chatstream.doors.http import refuse
from chatstream.rows.database import off_loop
from chatstream.wire.errors import RequestRefused
from projects.access.credentials import TokenCredential, sign_in_by_token
from projects.access.token_rules import require_scope
from projects.access.tokens import bearer
from projects.scope import scope_of


class TokenMiddleware:
    """`Authorization: Bearer …` decides who asks. A browser never sends it by itself, so CSRF has no hold on it.

    `request.credential` is what chatstream keeps asking about.
    """

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = bearer(request.headers.get("Authorization", ""))
        if token is not None:
            sign_in(request, *await off_loop(sign_in_by_token)(token))
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined] # the switch CsrfViewMiddleware reads
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
