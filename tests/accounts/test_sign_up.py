"""Who may sign up, and how an address is confirmed."""

from typing import Any

import environ
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured

from config.accounts import named_providers, oidc_provider, require_confirmable
from tests.accounts.person import ALICE, PASSWORD, Person, a_person, link_in


def test_closed_is_closed() -> None:
    alice = Person()
    assert "Sign-up is closed" in alice.sees("/sign-up/")
    assert "Sign-up is closed" in alice.says("/sign-up/", **ALICE)
    assert not User.objects.exists()
    assert "/sign-up/" not in alice.sees("/sign-in/")


@pytest.mark.usefixtures("open_sign_up")
def test_alice_signs_up_and_is_in_when_she_has_confirmed_her_address(mailoutbox: list) -> None:
    alice = Person()
    assert "/sign-up/" in alice.sees("/sign-in/")
    assert "Look into your mail" in alice.says("/sign-up/", **ALICE)
    assert not alice.is_in
    (mail,) = mailoutbox
    assert mail.to == ["alice@example.org"]
    assert "alice@example.org belongs to alice" in alice.sees(link_in(mail))
    alice.says(link_in(mail))
    assert alice.is_in


@pytest.mark.usefixtures("open_sign_up")
def test_before_that_the_right_password_does_not_let_her_in(mailoutbox: list) -> None:
    Person().says("/sign-up/", **ALICE)
    later = Person()
    assert "Look into your mail" in later.sign_in("alice")
    assert not later.is_in
    Person().says(link_in(mailoutbox[0]))  # on another machine: that one is not signed in by it
    later.sign_in("alice@example.org")
    assert later.is_in


@pytest.mark.usefixtures("open_sign_up")
def test_whether_an_address_has_an_account_is_told_to_its_owner_alone(mailoutbox: list) -> None:
    a_person("alice", email="alice@example.org")
    stranger = Person()
    assert "Look into your mail" in stranger.says("/sign-up/", **ALICE | {"username": "mallory"})
    assert User.objects.count() == 1
    assert "An account has it already" in mailoutbox[0].body
    assert "Look into your mail" in stranger.says("/password/", email="nobody@example.org")
    assert len(mailoutbox) == 1


@pytest.mark.usefixtures("open_sign_up")
def test_a_password_that_all_use_is_refused() -> None:
    assert "too common" in Person().says("/sign-up/", **ALICE | {"password1": "password"})
    assert not User.objects.exists()


@pytest.mark.usefixtures("open_sign_up")
def test_without_confirmation_she_is_in_at_once(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    alice = Person()
    alice.says("/sign-up/", **ALICE)
    assert alice.is_in


def test_who_got_an_account_from_an_operator_is_never_asked_to_confirm() -> None:
    a_person("bob", email="bob@example.org")
    bob = Person()
    bob.sign_in("bob")
    assert bob.is_in
    bob.get("/account/email/")  # from now on allauth knows the address
    again = Person()
    again.sign_in("bob", PASSWORD)
    assert again.is_in


def test_a_site_that_cannot_send_mail_does_not_ask_for_confirmation() -> None:
    require_confirmable("closed", confirmation=True, sends_mail=False)
    require_confirmable("open", confirmation=False, sends_mail=False)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        require_confirmable("open", confirmation=True, sends_mail=False)
    with pytest.raises(ImproperlyConfigured, match="closed, invite or open"):
        require_confirmable("ajar", confirmation=True, sends_mail=True)


def test_a_provider_is_named_with_what_it_gave() -> None:
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID"):
        oidc_provider("https://login.example.org", "The Company", environ.Env())
    with pytest.raises(ImproperlyConfigured, match="SIGN_IN_GITHUB_CLIENT_ID and SIGN_IN_GITHUB_SECRET"):
        named_providers(["github"], environ.Env())
    with pytest.raises(ImproperlyConfigured, match="no provider 'githib'"):
        named_providers(["githib"], environ.Env())
