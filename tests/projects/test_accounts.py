"""An operator deletes accounts in the admin: signed out at once, erased by the workers, whatever they have made."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from projects.actions import create_project, start_turn
from projects.models import AccountDeletion, Project, projects_for
from projects.removal.accounts import accounts_to_erase, erase_user, finish_account_deletion, request_account_deletion
from projects.removal.erasure import projects_to_erase


@pytest.fixture
def operator(alice: User, admin_client: Client) -> Client:
    """Signed in to the admin; Alice has made something."""
    start_turn(create_project(alice, "Beans").pk, "00000000-0000-4000-8000-000000000000", "Make me a video.")
    return admin_client


def asked_to_go(user: User) -> bool:
    user.refresh_from_db()
    return not user.is_active and user.pk in accounts_to_erase() and not projects_for(user).exists()


def test_the_page_of_a_user_deletes_the_account(operator: Client, alice: User) -> None:
    address = f"/admin/auth/user/{alice.pk}/delete/"
    asked = operator.get(address).content.decode()
    assert "User alice: 1 projects with all that is in them" in asked
    assert operator.post(address, {"post": "yes"}).status_code == 302
    assert asked_to_go(alice)
    assert projects_to_erase() == [Project.objects.get().pk]


def test_several_accounts_are_deleted_from_the_list(operator: Client, alice: User, bob: User) -> None:
    chosen = {"action": "delete_selected", "_selected_action": [alice.pk, bob.pk]}
    asked = operator.post("/admin/auth/user/", chosen).content.decode()
    assert "User alice: 1 projects" in asked
    assert "User bob: 0 projects" in asked
    operator.post("/admin/auth/user/", {**chosen, "post": "yes"})
    assert asked_to_go(alice)
    assert asked_to_go(bob)


def test_who_may_not_delete_users_is_refused(operator: Client, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    stranger = Client()
    stranger.force_login(bob)
    assert stranger.post(f"/admin/auth/user/{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert accounts_to_erase() == []


def test_what_the_admin_has_noted_of_a_user_goes_with_them(operator: Client, alice: User) -> None:
    operator.post(f"/admin/auth/user/{alice.pk}/delete/", {"post": "yes"})
    assert LogEntry.objects.filter(object_repr="alice").exists()
    Project.objects.all().delete()
    erase_user(alice.pk)
    assert not LogEntry.objects.filter(object_repr="alice").exists()
    assert not User.objects.filter(username="alice").exists()


def test_the_note_outlives_the_users_row_until_all_is_erased(alice: User) -> None:
    request_account_deletion(alice)
    request_account_deletion(alice)
    erase_user(alice.pk)
    assert accounts_to_erase() == [alice.pk]
    finish_account_deletion(alice.pk)
    assert not AccountDeletion.objects.exists()
