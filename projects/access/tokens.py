"""Bearer tokens for programs: random, named, stored as a hash, and worth nothing after a password change.

All of these block on the database.
"""

import logging
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import django.db
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from redis.exceptions import RedisError

from chatstream.follow.hints import check_grants
from projects.models import AccessToken
from projects.scope import FULL, Scope, set_scope

logger = logging.getLogger(__name__)

PREFIX = "csv_"  # so that a scan for secrets finds one that was published
_RANDOM_BYTES = 32
_LENGTH = len(PREFIX) + 43  # letters of 32 bytes in base64
USED_SECONDS = 60.0  # `last_used` is written at most so often
_SIGNED = "projects.token"  # the salt of the tokens of earlier versions, which were signed and stored nowhere
EARLIER = "Earlier token"


def make_token(
    user: AbstractBaseUser, name: str = "Program", scope: Scope = FULL, expires: datetime | None = None
) -> str:
    """A new token that signs `user` in until it is revoked or expires, or their password changes. It cannot be read again."""
    token = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    AccessToken.objects.create(
        user_id=user.pk,
        name=name,
        digest=_digest(token),
        password_stamp=user.get_session_auth_hash(),
        may_write=scope.may_write,
        project_id=scope.project_id,
        expires=expires,
    )
    return token


def find_token(token: str) -> AccessToken | None:
    """The row of a token that is valid now, with its active user, whose scope is that of the token; None if it is not."""
    is_ours = token.startswith(PREFIX)
    if is_ours and len(token) != _LENGTH:
        return None
    row = find_live_token(digest=_digest(token)) if is_ours else _find_signed(token)
    if row is not None:
        _note_use(row)
    return row


def find_live_token(**wanted: Any) -> AccessToken | None:
    """The row with this digest or key, if it is valid now, with its active user, whose scope is that of the token.

    Its time is compared here: to make the SQL of that would cost more than the rest.
    """
    try:
        row = AccessToken.objects.select_related("user").get(**wanted)
    except AccessToken.DoesNotExist:
        return None
    if not (row.is_live and row.user.is_active):
        return None
    if not constant_time_compare(row.password_stamp, row.user.get_session_auth_hash()):
        return None
    set_scope(row.user, row.scope)
    return row


def user_of_token(token: str) -> Any:
    """The active user of a token, with its scope, else AnonymousUser."""
    row = find_token(token)
    return AnonymousUser() if row is None else row.user


def revoke(token: AccessToken) -> None:
    """End a token and what is open with it: at once if Valkey can be reached, else with the next check. Harmless to repeat."""
    AccessToken.objects.filter(pk=token.pk, revoked=None).update(revoked=timezone.now())
    user_id = token.user_id
    transaction.on_commit(lambda: _check_streams(user_id))


def bearer(header: str) -> str | None:
    """The token in an Authorization header; None if it holds none."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _digest(token: str) -> str:
    return sha256(token.encode(errors="surrogatepass")).hexdigest()


def _find_signed(token: str) -> AccessToken | None:
    """A token of an earlier version: it becomes a row when it is first used, so that it can be seen and revoked."""
    try:
        claims = signing.loads(token, salt=_SIGNED)
    except signing.BadSignature:
        return None
    digest = _digest(token)
    if not AccessToken.objects.filter(digest=digest).exists():
        user = get_user_model().objects.filter(pk=claims["user"]).first()
        if user is None:
            return None
        stamp = {"name": EARLIER, "password_stamp": claims["session"]}
        AccessToken.objects.get_or_create(digest=digest, defaults={"user": user, **stamp})
    return find_live_token(digest=digest)


def _note_use(row: AccessToken) -> None:
    """A database that takes no writes is no reason to let nobody in."""
    now = timezone.now()
    before = now - timedelta(seconds=USED_SECONDS)
    if row.last_used is not None and row.last_used > before:
        return
    try:
        unused = AccessToken.objects.filter(Q(last_used=None) | Q(last_used__lte=before), pk=row.pk)
        unused.update(last_used=now)
    except django.db.Error as problem:
        logger.info("The use of token %s is not noted: %s", row.pk, problem)


def _check_streams(user_id: Any) -> None:
    try:
        async_to_sync(check_grants)(user_id)
    except (RedisError, OSError):
        logger.warning("Redis unavailable: streams of user %s that a token opened end with their next check.", user_id)
