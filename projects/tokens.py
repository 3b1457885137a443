"""Bearer tokens for programs: signed, stored nowhere, and worth nothing after a password change."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import markcoroutinefunction
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from projects.credentials import SessionCredential, token_credential
from projects.database import off_loop

_TOKEN = "projects.token"  # noqa: S105 - a salt, no secret
_LINK = "projects.sign-in link"
LINK_SECONDS = 12 * 3600


def make_token(user: AbstractBaseUser) -> str:
    """A token that speaks for `user` until their password changes or they are deactivated."""
    return _dump(user, _TOKEN)


def make_link_token(user: AbstractBaseUser) -> str:
    """Like make_token, for a link in the terminal that signs in: it ends by itself after LINK_SECONDS."""
    return _dump(user, _LINK)


def user_of_token(token: str) -> Any:
    """The active user a token speaks for, else AnonymousUser. Blocks on the database."""
    return _load(token, _TOKEN, None)


def user_of_link(token: str) -> Any:
    return _load(token, _LINK, LINK_SECONDS)


def bearer(header: str) -> str | None:
    """The token in an Authorization header; None if it holds none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


class TokenMiddleware:
    """`Authorization: Bearer …` decides who asks. A browser never sends it by itself, so CSRF has no hold on it."""

    sync_capable = False
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = bearer(request.headers.get("Authorization", ""))
        if token is not None:
            user = await off_loop(user_of_token)(token)
            request.user = user
            request.auser = _always(user)
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined] # the switch CsrfViewMiddleware reads
            request.credential = token_credential(user)  # type: ignore[attr-defined] # chatstream's event streams read it
        else:
            request.credential = SessionCredential(request.session.session_key)  # type: ignore[attr-defined]
        return await self.get_response(request)


def _always(user: Any) -> Callable[[], Awaitable[Any]]:
    async def auser() -> Any:
        return user

    return auser


def _dump(user: AbstractBaseUser, salt: str) -> str:
    return signing.dumps({"user": str(user.pk), "session": user.get_session_auth_hash()}, salt=salt, compress=True)


def _load(token: str, salt: str, max_age: int | None) -> Any:
    try:
        said = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return AnonymousUser()
    user = get_user_model().objects.filter(pk=said["user"], is_active=True).first()
    if user is None or not constant_time_compare(said["session"], user.get_session_auth_hash()):
        return AnonymousUser()
    return user
