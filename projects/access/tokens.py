"""Bearer tokens for programs: signed, stored nowhere, and worth nothing after a password change."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.utils.crypto import constant_time_compare

_TOKEN = "projects.token"  # noqa: S105 - a salt, no secret
_LINK = "projects.sign-in link"
LINK_SECONDS = 12 * 3600


def make_token(user: AbstractBaseUser) -> str:
    """A token that signs `user` in until their password changes or they are deactivated."""
    return _dump(user, _TOKEN)


def make_link_token(user: AbstractBaseUser) -> str:
    """Like make_token, for a link in the terminal that signs in: it expires after LINK_SECONDS."""
    return _dump(user, _LINK)


def user_of_token(token: str) -> Any:
    """The active user of a token, else AnonymousUser. Blocks on the database."""
    return _load(token, _TOKEN, None)


def user_of_link(token: str) -> Any:
    return _load(token, _LINK, LINK_SECONDS)


def bearer(header: str) -> str | None:
    """The token in an Authorization header; None if it holds none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _dump(user: AbstractBaseUser, salt: str) -> str:
    return signing.dumps({"user": str(user.pk), "session": user.get_session_auth_hash()}, salt=salt, compress=True)


def _load(token: str, salt: str, max_age: int | None) -> Any:
    try:
        claims = signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return AnonymousUser()
    user = get_user_model().objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or not constant_time_compare(claims["session"], user.get_session_auth_hash()):
        return AnonymousUser()
    return user
