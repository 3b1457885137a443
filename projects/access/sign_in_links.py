"""The sign-in link in the terminal: its page signs in by a POST, once. After its use `manage.py up` prints the next one."""

import secrets
from typing import Any

from asgiref.sync import async_to_sync
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from chatstream.log.connection import get_client

_SALT = "projects.sign-in link, once"
_CLAIMS = "projects.sign-in link"
LINK_SECONDS = 12 * 3600


def make_link(user: AbstractBaseUser, origin: str) -> str:
    """A link that nobody has used. `origin`: of the web server, such as http://127.0.0.1:8000."""
    once = signing.dumps([make_link_token(user), secrets.token_urlsafe(12)], salt=_SALT)
    return f"{origin}{reverse('sign-in-link', args=[once])}"


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET: a page with a button, which a script presses. POST: signs in. A stale link leads to the ordinary sign-in page."""
    user, nonce = _read(token)
    if request.user.is_authenticated:
        response: HttpResponse = redirect("projects")
    elif user is None:
        response = redirect(settings.LOGIN_URL)
    elif request.method != "POST":
        response = render(request, "projects/sign_in_link.html")
    elif async_to_sync(_is_first_use)(nonce):
        login(request, user)
        _print_next(user)
        response = redirect("projects")
    else:
        response = render(request, "projects/sign_in_link.html", {"was_used": True}, status=410)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def make_link_token(user: AbstractBaseUser) -> str:
    """What a link carries: it signs `user` in for LINK_SECONDS, until their password changes or they are deactivated."""
    return signing.dumps({"user": str(user.pk), "session": user.get_session_auth_hash()}, salt=_CLAIMS, compress=True)


def user_of_link(token: str) -> Any:
    """The active user of what a link carries, else AnonymousUser. Blocks on the database."""
    try:
        claims = signing.loads(token, salt=_CLAIMS, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return AnonymousUser()
    user = get_user_model().objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or not constant_time_compare(claims["session"], user.get_session_auth_hash()):
        return AnonymousUser()
    return user


def _read(token: str) -> tuple[Any, str]:
    """The user that the link signs in (None if it is stale), and the nonce of the link."""
    try:
        link_token, nonce = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        return None, ""
    user = user_of_link(link_token)
    return (user if user.is_authenticated else None), nonce


async def _is_first_use(nonce: str) -> bool:
    """False while Valkey is unavailable: no link signs in then."""
    try:
        return bool(await get_client().set(f"projects:used link:{nonce}", 1, nx=True, ex=LINK_SECONDS))
    except (RedisError, OSError):
        return False


def _print_next(user: Any) -> None:
    if settings.SIGN_IN_LINK_ORIGIN:
        link = make_link(user, settings.SIGN_IN_LINK_ORIGIN)
        print(f"That link was used. The next one:\nOpen {link}", flush=True)  # noqa: T201 - into the terminal of `up`
