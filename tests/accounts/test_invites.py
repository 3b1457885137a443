"""An invitation lets one person sign up, once, for some days."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts.models import Invite
from projects.removal.accounts import erase_user
from tests.accounts.person import ALICE, Person

pytestmark = pytest.mark.usefixtures("sign_up_by_invite")


def invite(**options: Any) -> str:
    """The path of a new link."""
    output = StringIO()
    call_command("invite", origin="https://films.example.org", stdout=output, **options)
    return output.getvalue().strip().removeprefix("https://films.example.org")


def test_without_an_invitation_nobody_signs_up() -> None:
    assert "You need an invitation" in Person().says("/sign-up/", **ALICE)
    assert not User.objects.exists()


def test_an_invitation_makes_one_account() -> None:
    link = invite(name="Alice from accounting")
    alice, bob = Person(), Person()
    for person in (alice, bob):
        assert "I have an account" in person.sees(link)
    alice.says("/sign-up/", **ALICE)
    assert "You need an invitation" in bob.says("/sign-up/", **ALICE | {"username": "bob", "email": "bob@example.org"})
    assert "This invitation is not valid" in bob.sees(link)
    assert [user.username for user in User.objects.all()] == ["alice"]
    assert Invite.objects.get().used_by == User.objects.get()


def test_of_two_who_send_the_form_at_once_one_gets_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts import invites

    link = invite()
    alice = Person()
    alice.sees(link)
    look = invites.of_browser

    def look_and_be_late(request: Any) -> Invite | None:
        found = look(request)
        if request.method == "POST" and User.objects.exists():  # within the transaction that makes Alice's account
            Invite.objects.update(used_at=timezone.now())
        return found

    monkeypatch.setattr(invites, "of_browser", look_and_be_late)
    assert alice.post("/sign-up/", ALICE).status_code == 410
    assert not User.objects.exists()


def test_the_invitation_goes_with_the_account_that_it_made() -> None:
    link = invite(name="Alice from accounting")
    alice = Person()
    alice.sees(link)
    alice.says("/sign-up/", **ALICE)
    erase_user(User.objects.get().pk)
    assert not Invite.objects.exists()


def test_an_invitation_expires() -> None:
    link = invite(days=7)
    Invite.objects.update(expires=F("expires") - timedelta(days=8))
    response = Person().get(link)
    assert response.status_code == 410


def test_an_invitation_for_an_address_is_for_that_one() -> None:
    link = invite(email="alice@example.org")
    mallory = Person()
    assert "alice@example.org" in mallory.sees(link)
    mallory.says("/sign-up/", **ALICE | {"email": "mallory@example.org"})
    assert not User.objects.exists()
    mallory.says("/sign-up/", **ALICE)
    assert User.objects.get().email == "alice@example.org"


def test_closed_is_closed_for_invitations_too(settings: Any) -> None:
    link = invite()
    settings.SIGN_UP = "closed"
    assert Person().get(link).status_code == 410
    with pytest.raises(CommandError, match="SIGN_UP is closed"):
        invite()


def test_an_operator_makes_one_in_the_admin_and_sees_who_used_it(admin_user: User) -> None:
    operator = Person()
    operator.client.force_login(admin_user)
    form = {"name": "Alice", "email": "", "expires_0": "2100-01-01", "expires_1": "00:00:00"}
    page = operator.says("/admin/accounts/invite/add/", **form)
    (link,) = re.findall(r"http://testserver(/sign-up/invite/[\w-]+/)", page)
    alice = Person()
    alice.sees(link)
    alice.says("/sign-up/", **ALICE)
    listed = operator.sees("/admin/accounts/invite/")
    assert re.search(r"field-made_by[^<]*<a[^>]*>admin<|field-made_by[^>]*>admin<", listed)
    assert re.search(r"field-used_by[^>]*>(<a[^>]*>)?alice<", listed)
    assert link.split("/")[3] not in listed
