"""Tokens: what they are worth, and when they are worth nothing any more."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.utils import timezone

from projects.access.sign_in_links import LINK_SECONDS, make_link_token, user_of_link
from projects.access.tokens import EARLIER, bearer, find_token, make_token, revoke, user_of_token
from projects.models import AccessToken, Project, projects_for
from projects.scope import FULL, Scope, scope_of


def test_a_token_speaks_for_its_user(alice: User, bob: User) -> None:
    assert user_of_token(make_token(alice)) == alice
    assert user_of_token(make_token(bob)) == bob


def test_a_token_ends_with_a_password_change(alice: User, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    token, link = make_token(alice), make_link_token(alice)
    alice.set_password("something new")
    alice.save()
    assert user_of_token(token).is_anonymous
    assert user_of_link(link).is_anonymous
    assert user_of_token(make_token(alice)) == alice


def test_a_token_ends_with_the_account(alice: User) -> None:
    token = make_token(alice)
    alice.is_active = False
    alice.save()
    assert user_of_token(token).is_anonymous


def test_a_token_of_somebody_who_is_gone_is_worth_nothing(alice: User) -> None:
    token = make_token(alice)
    alice.delete()
    assert user_of_token(token).is_anonymous


def test_a_token_that_was_tampered_with_is_worth_nothing(alice: User) -> None:
    token = make_token(alice)
    swapped = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in range(len(token) - 1)]
    assert all(
        user_of_token(wrong).is_anonymous for wrong in [*swapped, "", token[:-2], token + "=", token + "é", "🎬"]
    )


def test_a_link_is_no_token_and_a_token_is_no_link(alice: User) -> None:
    assert user_of_token(make_link_token(alice)).is_anonymous
    assert user_of_link(make_token(alice)).is_anonymous


def test_a_link_ends_by_itself(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    made = signing.time.time()
    link, token = make_link_token(alice), make_token(alice)
    assert user_of_link(link) == alice
    later = made + timedelta(seconds=LINK_SECONDS + 5).total_seconds()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert user_of_link(link).is_anonymous
    assert user_of_token(token) == alice


def test_a_token_is_stored_as_a_hash_and_ends_when_it_is_revoked(alice: User) -> None:
    one, other = make_token(alice, "Export"), make_token(alice, "Import")
    row = AccessToken.objects.get(name="Export")
    assert one not in [str(value) for value in vars(row).values()]
    revoke(row)
    revoke(row)  # harmless
    assert user_of_token(one).is_anonymous
    assert user_of_token(other) == alice


def test_a_token_ends_on_its_day(alice: User) -> None:
    token = make_token(alice, expires=timezone.now() + timedelta(days=1))
    assert user_of_token(token) == alice
    AccessToken.objects.update(expires=timezone.now())
    assert user_of_token(token).is_anonymous


def test_the_holder_of_a_token_of_one_project_has_no_other(alice: User, project: Project) -> None:
    other = Project.objects.create(owner=alice, title="Other")
    holder = user_of_token(make_token(alice, scope=Scope(may_write=False, project_id=project.pk)))
    assert scope_of(holder) == Scope(False, project.pk)
    assert list(projects_for(holder)) == [project]
    assert set(projects_for(user_of_token(make_token(alice)))) == {project, other}
    assert set(projects_for(alice)) == {project, other}, "whoever has signed in has all of them"


def test_when_it_was_last_used_is_written_once_a_minute(alice: User, django_assert_num_queries: Any) -> None:
    token = make_token(alice)
    with django_assert_num_queries(2):
        find_token(token)
    noted = AccessToken.objects.get().last_used
    assert noted is not None
    with django_assert_num_queries(1):
        find_token(token)
    AccessToken.objects.update(last_used=noted - timedelta(seconds=61))
    find_token(token)
    assert AccessToken.objects.get().last_used > noted - timedelta(seconds=1)


@pytest.fixture
def signed(alice: User) -> str:
    """A token as earlier versions made them: signed, and stored nowhere."""
    claims = {"user": str(alice.pk), "session": alice.get_session_auth_hash()}
    return signing.dumps(claims, salt="projects.token", compress=True)


def test_an_earlier_token_stays_valid_and_has_a_row_from_its_first_use_on(alice: User, signed: str) -> None:
    assert [user_of_token(signed), user_of_token(signed)] == [alice, alice]
    row = AccessToken.objects.get()
    assert (row.name, row.scope, row.expires) == (EARLIER, FULL, None)
    revoke(row)
    assert user_of_token(signed).is_anonymous


def test_an_earlier_token_ends_with_the_password_too(alice: User, signed: str) -> None:
    User.objects.filter(pk=alice.pk).update(password="another")
    assert user_of_token(signed).is_anonymous


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("", None), ("abc", None)],
)
def test_a_bearer_token_is_read_from_its_header(header: str, token: str | None) -> None:
    assert bearer(header) == token
