"""The credentials of a person, and whether they are still valid: checked again while streams are open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chatstream.follow.grant import Grant, Revocation
from projects.models import Project


@dataclass(frozen=True, slots=True)
class SessionCredential:
    session_key: str | None


@dataclass(frozen=True, slots=True)
class TokenCredential:
    """`auth_hash` changes with the user's password."""

    auth_hash: str


Credential = SessionCredential | TokenCredential


def token_credential(user: Any) -> TokenCredential | None:
    """The credential of a user whose token is valid; None for AnonymousUser."""
    return TokenCredential(user.get_session_auth_hash()) if user.is_authenticated else None


def find_revoked(grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
    """The grants that are no longer valid, and why. Three queries, however many grants there are. Blocks."""
    users = get_user_model().objects.in_bulk({grant.user_id for grant in grants})
    hashes = {pk: user.get_session_auth_hash() for pk, user in users.items() if user.is_active}
    sessions = _sessions(grant.credential for grant in grants)
    rows = Project.objects.for_users(users).filter(pk__in={grant.stream for grant in grants})
    owned = {(owner_id, str(pk)) for owner_id, pk in rows.values_list("owner_id", "pk")}
    found: dict[Grant, Revocation] = {}
    for grant in grants:
        auth_hash = hashes.get(grant.user_id)  # None for who is deleted, or deactivated
        why = "signed_out" if auth_hash is None else _problem(grant.user_id, grant.credential, auth_hash, sessions)
        if why or (grant.user_id, grant.stream) not in owned:
            found[grant] = why or "gone"
    return found


def user_of_credential(user_id: Any, credential: Credential) -> Any:
    """The active user with this id if the credential is valid for them, else AnonymousUser. Blocks."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None or _problem(user_id, credential, user.get_session_auth_hash(), _sessions([credential])):
        return AnonymousUser()
    return user


def _problem(user_id: Any, credential: Any, auth_hash: str, sessions: Mapping[str, Any]) -> Revocation | None:
    if isinstance(credential, TokenCredential):
        return None if constant_time_compare(credential.auth_hash, auth_hash) else "signed_out"
    assert isinstance(credential, SessionCredential)  # the doors of this project know no other
    session = sessions.get(credential.session_key or "", {})
    is_same = session.get(SESSION_KEY) == str(user_id)
    if is_same and constant_time_compare(session.get(HASH_SESSION_KEY, ""), auth_hash):
        return None
    return "check_again"  # this very browser may have a newer session, as after a change of password


def _sessions(credentials: Iterable[Any]) -> dict[str, Any]:
    """The data of sessions that have not expired, by key."""
    keys = {credential.session_key for credential in credentials if isinstance(credential, SessionCredential)}
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    store = SessionStore()
    return {row.session_key: store.decode(row.session_data) for row in rows}
