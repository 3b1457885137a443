"""A second factor: a code after the password, once; recovery codes; what an operator sees and takes away."""

import base64
import hmac
import json
import re
import struct
import time
from typing import Any

import pytest
import redis
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from tests.accounts.person import PASSWORD, Person, a_person


def code_of(secret: str) -> str:
    """RFC 6238, as an app computes it."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture(autouse=True)
def second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def alice() -> Person:
    a_person("alice")
    person = Person()
    person.sign_in("alice")
    return person


@pytest.fixture
def secret(alice: Person) -> str:
    """What Alice's app knows from now on."""
    assert "Is it you?" in alice.sees("/account/app/")
    page = alice.says("/account/password/again/?next=/account/app/", password=PASSWORD)
    (found,) = re.findall(r'<code dir="ltr">(\w+)</code>', page)
    assert "Recovery codes" in alice.says("/account/app/", code=code_of(found))
    return found


def test_the_password_alone_does_not_sign_in_any_more(secret: str) -> None:
    at_home = Person()
    assert "One more step" in at_home.sign_in("alice")
    assert not at_home.is_in
    assert "Incorrect code" in at_home.says("/sign-in/code/", code="000000")
    at_home.says("/sign-in/code/", code=code_of(secret))
    assert at_home.is_in


def test_a_code_is_used_once(secret: str) -> None:
    code, people = code_of(secret), [Person(), Person()]
    for person in people:
        person.sign_in("alice")
        person.says("/sign-in/code/", code=code)
    assert [person.is_in for person in people] == [True, False]


def test_so_is_each_recovery_code(alice: Person, secret: str) -> None:
    codes = re.findall(r"<code>(\d+)</code>", alice.sees("/account/recovery-codes/"))
    assert len(codes) == 10
    people = [Person(), Person()]
    for person in people:
        person.sign_in("alice")
        person.says("/sign-in/code/", code=codes[0])
    assert [person.is_in for person in people] == [True, False]
    assert "9 left" in alice.sees("/account/")


def test_codes_cannot_be_tried_at_full_speed(secret: str, valkey: redis.Redis) -> None:
    mallory = Person()
    mallory.sign_in("alice")
    said = [mallory.says("/sign-in/code/", code=f"{number:06}") for number in range(11)]
    assert "a lot of tries" in said[-1]
    mallory.says("/sign-in/code/", code=code_of(secret))
    assert not mallory.is_in
    counted = valkey.keys("projects:cache:*")  # keys that the site's own user of Valkey may use, and no pickles
    assert counted
    assert all(isinstance(json.loads(valkey.get(key)), list | bool) for key in counted)


def test_turned_off_by_the_operator_nobody_adds_one_and_who_has_one_keeps_it(secret: str, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    at_home = Person()
    assert "One more step" in at_home.sign_in("alice")
    a_person("bob")
    bob = Person()
    bob.sign_in("bob")
    assert bob.get("/account/app/").status_code == 404
    assert "Code from an app" not in bob.sees("/account/")


def test_an_operator_takes_a_lost_one_away_and_never_sees_the_secret(secret: str, admin_user: User) -> None:
    operator = Person()
    operator.client.force_login(admin_user)
    row = Authenticator.objects.get(type="totp")
    assert secret not in operator.sees(f"/admin/mfa/authenticator/{row.pk}/change/")
    listed = operator.sees("/admin/auth/user/?q=alice")
    assert re.search(r'field-has_second_factor"><img[^>]*alt="True"', listed)
    operator.says(f"/admin/mfa/authenticator/{row.pk}/delete/", post="yes")
    at_home = Person()
    at_home.sign_in("alice")
    assert at_home.is_in
