"""Invites: made by operators, used once. All of these block and must run off the loop."""

import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invite

DAYS = 7  # how long an invite can be used, if nobody says otherwise
_SESSION_KEY = "invite"


class InviteRefused(Exception):
    """The invite was used, has expired, or is for another address."""


def make_invite(invite: Invite) -> str:
    """Save a new invite; returns the path of its link, which nobody can find out again."""
    token = secrets.token_urlsafe(24)
    invite.token_hash = _hash(token)
    invite.save()
    return reverse("sign-up-by-invite", args=[token])


def accept(request: HttpRequest, token: str) -> Invite | None:
    """Remember in the session that this browser came with an invite; None if the invite is worth nothing."""
    invite = _usable().filter(token_hash=_hash(token)).first()
    if invite is not None:
        request.session[_SESSION_KEY] = invite.pk
    return invite


def of_browser(request: HttpRequest) -> Invite | None:
    """The invite that this browser came with, if it can still be used."""
    return _usable().filter(pk=request.session.get(_SESSION_KEY, 0)).first()


def may_sign_up(request: HttpRequest) -> bool:
    if settings.SIGN_UP == "invite":
        return of_browser(request) is not None
    return bool(settings.SIGN_UP == "open")


def use(request: HttpRequest, user: Any) -> None:
    """Use up the invite of this browser for a new account, in the transaction that makes it. Raises InviteRefused."""
    invite = of_browser(request)
    if invite is None or invite.email.lower() not in ("", user.email.lower()):
        raise InviteRefused
    if not _usable().filter(pk=invite.pk).update(used_at=timezone.now(), used_by=user):
        raise InviteRefused  # somebody else was quicker
    del request.session[_SESSION_KEY]


def _usable() -> QuerySet[Invite]:
    return Invite.objects.filter(used_at=None, expires__gt=timezone.now())


def _hash(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()
