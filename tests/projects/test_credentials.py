"""What was shown to be let in is looked at again: session, user and project, for many streams in four queries."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from chatstream.access.sessions import SessionCredential
from chatstream.follow.grant import Grant
from projects.access.credentials import TokenCredential, find_revoked, sign_in_by_token
from projects.access.tokens import make_token, revoke
from projects.actions import create_project
from projects.models import AccessToken, Project


def sign_in(user: User) -> SessionCredential:
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session.save()
    return SessionCredential(session.session_key)


def token_credential(user: User) -> TokenCredential:
    """That of a new token."""
    _, credential = sign_in_by_token(make_token(user))
    assert credential is not None
    return credential


@pytest.fixture
def by_session(alice: User, project: Project) -> Grant:
    return Grant(alice.pk, sign_in(alice), str(project.pk))


@pytest.fixture
def by_token(alice: User, project: Project) -> Grant:
    return Grant(alice.pk, token_credential(alice), str(project.pk))


def why(grant: Grant) -> str | None:
    return find_revoked([grant]).get(grant)


def test_what_still_holds_is_not_revoked(by_session: Grant, by_token: Grant) -> None:
    assert find_revoked([by_session, by_token]) == {}
    assert find_revoked([]) == {}


def test_a_session_that_was_deleted_or_has_expired_is_over(by_session: Grant, by_token: Grant) -> None:
    Session.objects.update(expire_date=timezone.now())
    assert find_revoked([by_session, by_token]) == {by_session: "check_again"}
    Session.objects.all().delete()
    assert find_revoked([by_session, by_token]) == {by_session: "check_again"}


def test_a_session_that_is_another_persons_now_is_over(by_session: Grant, bob: User) -> None:
    other = sign_in(bob)
    assert why(Grant(by_session.user_id, other, by_session.stream)) == "check_again"


@pytest.mark.parametrize("key", [None, "", "made up"])
def test_no_session_is_none(by_session: Grant, key: str | None) -> None:
    assert why(Grant(by_session.user_id, SessionCredential(key), by_session.stream)) == "check_again"


def test_a_new_password_ends_both_ways_in(alice: User, by_session: Grant, by_token: Grant) -> None:
    alice.set_password("another")
    User.objects.filter(pk=alice.pk).update(password=alice.password)
    assert find_revoked([by_session, by_token]) == {by_session: "check_again", by_token: "signed_out"}


def test_a_token_that_was_revoked_or_has_expired_is_over(by_session: Grant, by_token: Grant) -> None:
    AccessToken.objects.update(expires=timezone.now())
    assert find_revoked([by_session, by_token]) == {by_token: "signed_out"}
    AccessToken.objects.update(expires=None)
    assert find_revoked([by_session, by_token]) == {}
    revoke(AccessToken.objects.get())
    assert find_revoked([by_session, by_token]) == {by_token: "signed_out"}


def test_a_token_of_somebody_else_is_none(by_token: Grant, bob: User) -> None:
    assert why(Grant(by_token.user_id, token_credential(bob), by_token.stream)) == "signed_out"


def test_whoever_is_deactivated_without_a_signal_is_signed_out(alice: User, by_session: Grant, by_token: Grant) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert find_revoked([by_session, by_token]) == {by_session: "signed_out", by_token: "signed_out"}


def test_whoever_is_deleted_is_signed_out(alice: User, by_session: Grant, by_token: Grant) -> None:
    alice.delete()
    assert set(find_revoked([by_session, by_token]).values()) == {"signed_out"}


def test_a_project_that_was_deleted_or_changed_hands_is_gone(project: Project, by_token: Grant, bob: User) -> None:
    Project.objects.filter(pk=project.pk).update(owner=bob)
    assert why(by_token) == "gone"
    project.delete()
    assert why(by_token) == "gone"
    assert why(Grant(by_token.user_id, by_token.credential, str(uuid4()))) == "gone"


def test_a_thousand_streams_are_four_queries(alice: User, bob: User, django_assert_num_queries: Any) -> None:
    grants = []
    for user in (alice, bob):
        project = create_project(user, "")
        grants += [Grant(user.pk, sign_in(user), str(project.pk)) for _ in range(20)]
        credential = token_credential(user)
        grants += [Grant(user.pk, credential, str(uuid4())) for _ in range(480)]
    with django_assert_num_queries(4):
        assert set(find_revoked(grants)) == {grant for grant in grants if isinstance(grant.credential, TokenCredential)}
