"""A password is changed, forgotten and guessed."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from tests.accounts.person import PASSWORD, Person, a_person, link_in

NEW = "eight blue buckets"


@pytest.fixture
def alice() -> User:
    return a_person("alice", email="alice@example.org")


@pytest.fixture
def at_work(alice: User) -> Person:
    person = Person()
    person.sign_in("alice")
    return person


def test_who_is_signed_in_elsewhere_is_out_when_the_password_changes(at_work: Person) -> None:
    at_home = Person()
    at_home.sign_in("alice")
    assert at_home.is_in
    at_work.says("/account/password/", oldpassword=PASSWORD, password1=NEW, password2=NEW)
    assert at_work.is_in
    assert not at_home.is_in


def test_a_forgotten_password_is_replaced_by_a_link_once(at_work: Person, mailoutbox: list) -> None:
    forgetful = Person()
    forgetful.says("/password/", email="alice@example.org")
    link = link_in(mailoutbox[0])
    page = forgetful.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    assert "The password is changed" in forgetful.says(form_at, password1=NEW, password2=NEW)
    assert not at_work.is_in
    assert "This link is not valid" in Person().sees(link)
    forgetful.sign_in("alice", NEW)
    assert forgetful.is_in


def test_a_site_without_mail_says_whom_to_ask(settings: Any) -> None:
    settings.SENDS_MAIL = False
    assert "This site sends no mail" in Person().sees("/password/")
    assert "Forgot your password" not in Person().sees("/sign-in/")


def test_who_signs_in_by_a_link_chooses_a_password(alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    person = Person()
    person.client.force_login(alice)
    assert "you sign in with a link" in person.sees("/account/")
    person.says("/account/password/set/", password1=NEW, password2=NEW)
    at_home = Person()
    at_home.sign_in("alice", NEW)
    assert at_home.is_in


@pytest.mark.parametrize("door", ["/sign-in/", "/account/password/again/", "/account/password/"])
def test_no_door_lets_passwords_be_tried_at_full_speed(at_work: Person, settings: Any, door: str) -> None:
    settings.LIMIT_TRIES_PER_NAME = 3
    person = Person() if door == "/sign-in/" else at_work
    fields = {"login": "alice", "password": "wrong", "oldpassword": "wrong", "password1": NEW, "password2": NEW}
    statuses = [person.post(door, fields).status_code for _ in range(6)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
