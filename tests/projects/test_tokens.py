"""Tokens: what they are worth, and when they are worth nothing any more."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing

from projects.access.tokens import LINK_SECONDS, bearer, make_link_token, make_token, user_of_link, user_of_token


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


@pytest.mark.parametrize(
    ("header", "token"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("", None), ("abc", None)],
)
def test_a_bearer_token_is_read_from_its_header(header: str, token: str | None) -> None:
    assert bearer(header) == token
