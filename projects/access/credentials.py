"""The credentials of a person, and whether they are still valid: checked again while streams are open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare

from chatstream.access.credentials import credential_kind
from chatstream.access.sessions import SessionCredential, read_sessions, session_problem
from chatstream.follow.grant import Grant, Revocation
from projects.access.tokens import find_live_token, find_token
from projects.models import AccessToken, Project


@credential_kind
@dataclass(frozen=True, slots=True)
class TokenCredential:
    """The row of an AccessToken."""

    token_id: int

    def find_user(self) -> Any:
        """See Credential: the user has the scope of the token."""
        row = find_live_token(pk=self.token_id)
        return None if row is None else row.user


def sign_in_by_token(token: str) -> tuple[Any, TokenCredential | None]:
    """The user of a token, with its scope, and what to ask about again; AnonymousUser and None if it is not valid. Blocks."""
    row = find_token(token)
    return (AnonymousUser(), None) if row is None else (row.user, TokenCredential(row.pk))


def find_revoked(grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
    """The grants that are no longer valid, and why. Four queries, however many grants there are. Blocks."""
    users = get_user_model().objects.only("password", "is_active").in_bulk({grant.user_id for grant in grants})
    hashes = {pk: user.get_session_auth_hash() for pk, user in users.items() if user.is_active}
    stored = _StoredCredentials(grant.credential for grant in grants)
    rows = Project.objects.for_users(users).filter(pk__in={grant.stream for grant in grants})
    owned = {(owner_id, str(pk)) for owner_id, pk in rows.values_list("owner_id", "pk")}
    found: dict[Grant, Revocation] = {}
    for grant in grants:
        auth_hash = hashes.get(grant.user_id)  # None for who is deleted, or deactivated
        why = "signed_out" if auth_hash is None else stored.problem(grant.user_id, grant.credential, auth_hash)
        if why or (grant.user_id, grant.stream) not in owned:
            found[grant] = why or "gone"
    return found


class _StoredCredentials:
    """What is stored of some credentials: `sessions` that have not expired, by key; `tokens` that are live, by id.

    A token is its user's id and password stamp: there is one for each socket of a program, every 15 s.
    """

    def __init__(self, credentials: Iterable[Any]) -> None:
        several = list(credentials)
        self.sessions = read_sessions(several)
        rows = AccessToken.objects.live().filter(
            pk__in={each.token_id for each in several if isinstance(each, TokenCredential)}
        )
        found = rows.values_list("pk", "user_id", "password_stamp")
        self.tokens = {pk: (user_id, stamp) for pk, user_id, stamp in found}

    def problem(self, user_id: Any, credential: Any, auth_hash: str) -> Revocation | None:
        """Why it is not valid any more, for a user whose `get_session_auth_hash` is `auth_hash`."""
        if isinstance(credential, TokenCredential):
            owner_id, password_stamp = self.tokens.get(credential.token_id, (None, ""))
            is_valid = owner_id == user_id and constant_time_compare(password_stamp, auth_hash)
            return None if is_valid else "signed_out"
        assert isinstance(credential, SessionCredential)  # the doors of this project know no other
        return session_problem(user_id, credential, auth_hash, self.sessions)
