"""An operator sees who has which tokens, and revokes them: asked first, with a permission, and logged."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from projects.access.tokens import make_token, user_of_token
from projects.models import AccessToken, Project
from projects.scope import Scope

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]

LIST = "/admin/projects/accesstoken/"


def operator(*permissions: str) -> Client:
    client = Client()
    olga = User.objects.create_user("olga", is_staff=True)
    olga.user_permissions.set(Permission.objects.filter(codename__in=["view_accesstoken", *permissions]))
    client.force_login(olga)
    return client


@pytest.fixture
def token(alice: User) -> str:
    return make_token(alice, "Nightly export")


def press(client: Client, **fields: str) -> str:
    [row] = AccessToken.objects.all()
    data = {"action": "revoke_tokens", "_selected_action": str(row.pk), **fields}
    return client.post(LIST, data, follow=True).content.decode()


def test_a_token_is_found_and_never_shown(alice: User, bob: User, project: Project, token: str) -> None:
    make_token(bob, "Reader", Scope(may_write=False), expires=timezone.now())
    client = operator()
    everything = client.get(LIST).content.decode()
    assert "Nightly export" in everything
    assert "Reader" in everything
    found = client.get(LIST, {"q": "alice", "state": "live", "may_write__exact": 1}).content.decode()
    assert "Nightly export" in found
    assert "Reader" not in found
    page = client.get(f"{LIST}{AccessToken.objects.get(user=alice).pk}/change/").content.decode()
    assert "Nightly export" in page
    assert AccessToken.objects.get(user=alice).digest not in page


def test_it_is_revoked_when_that_was_confirmed_and_logged(token: str) -> None:
    client = operator("revoke_token")
    assert "There is no undo." in press(client)
    assert user_of_token(token).is_authenticated
    press(client, confirmed="yes")
    assert user_of_token(token).is_anonymous
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.change_message) == ("olga", "Revoked it.")
    assert "Nightly export" in client.get(LIST, {"state": "revoked"}).content.decode()


def test_it_is_refused_without_the_permission(token: str) -> None:
    press(operator(), confirmed="yes")
    assert user_of_token(token).is_authenticated
