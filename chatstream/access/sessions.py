"""The sign-in by a session, and whether it still holds: asked again while streams are open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from chatstream.access.credentials import credential_kind
from chatstream.follow.grant import Grant, Revocation


@credential_kind
@dataclass(frozen=True, slots=True)
class SessionCredential:
    """Put by the doors' middleware into `scope["credential"]` and `request.credential` (`middleware.py`)."""

    session_key: str | None

    def find_user(self) -> Any:
        """See Credential."""
        sessions = read_sessions([self])
        user_id = sessions.get(self.session_key or "", {}).get(SESSION_KEY)
        user = get_user_model()._default_manager.filter(pk=user_id, is_active=True).first()
        if user is None or session_problem(user.pk, self, user.get_session_auth_hash(), sessions):
            return None
        return user


def find_revoked_users(grants: Sequence[Grant]) -> dict[Grant, Revocation]:
    """The grants of people who are deleted, deactivated or signed out. Two queries, however many grants. Blocks.

    Grants without a SessionCredential hold as long as their user is active.
    """
    users = get_user_model().objects.in_bulk({grant.user_id for grant in grants})
    hashes = {pk: user.get_session_auth_hash() for pk, user in users.items() if user.is_active}
    sessions = read_sessions(grant.credential for grant in grants)
    found: dict[Grant, Revocation] = {}
    for grant in grants:
        auth_hash = hashes.get(grant.user_id)
        if auth_hash is None:
            found[grant] = "signed_out"
        elif isinstance(grant.credential, SessionCredential) and (
            why := session_problem(grant.user_id, grant.credential, auth_hash, sessions)
        ):
            found[grant] = why
    return found


def session_problem(
    user_id: Any, credential: SessionCredential, auth_hash: str, sessions: Mapping[str, Any]
) -> Revocation | None:
    """`auth_hash`: the user's `get_session_auth_hash()`; `sessions`: from `read_sessions`."""
    session = sessions.get(credential.session_key or "", {})
    is_same = session.get(SESSION_KEY) == str(user_id)
    if is_same and constant_time_compare(session.get(HASH_SESSION_KEY, ""), auth_hash):
        return None
    return "check_again"  # this very browser may have a newer session, as after a change of password


def read_sessions(credentials: Iterable[Any]) -> dict[str, Any]:
    """The data of sessions that have not expired, by key. One query, if sessions are in the database."""
    found = {credential.session_key for credential in credentials if isinstance(credential, SessionCredential)}
    keys = {key for key in found if key}
    if not keys:
        return {}
    store = import_module(settings.SESSION_ENGINE).SessionStore
    if not hasattr(store, "get_model_class"):
        return {key: store(key).load() for key in keys}
    rows = store.get_model_class().objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    decode = store().decode
    return {row.session_key: decode(row.session_data) for row in rows}
