"""An operator gives a person or a group limits of their own."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client

from projects.limits.bounds import read_bounds
from projects.models import Quota

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "/admin/projects/quota/add/"


def test_a_person_gets_limits_of_their_own_and_the_history_has_it(admin_client: Client, alice: User, settings) -> None:
    settings.LIMIT_LIVE_RUNS, settings.LIMIT_ALL_LIVE_RUNS = 10, 0
    assert admin_client.post(ADD, {"of": "user", "user": alice.pk, "live_runs": 3}).status_code == 302
    assert read_bounds(alice.pk).of("live_runs") == [(f"user {alice.pk}", 3)]
    assert LogEntry.objects.get().object_id == str(Quota.objects.get().pk)
    assert "quota of one person: alice" in admin_client.get("/admin/projects/quota/").text


def test_one_that_is_of_nobody_of_both_or_there_already_is_refused(admin_client: Client, alice: User) -> None:
    group = Group.objects.create(name="team")
    for of in ({"of": "user"}, {"of": "group", "user": alice.pk}, {"of": "user", "user": alice.pk, "group": group.pk}):
        assert "Name one person, or one group, as “of” says." in admin_client.post(ADD, of).text
    Quota.objects.create(of="group", group=group)
    again = admin_client.post(ADD, {"of": "group", "group": group.pk})
    assert again.status_code == 200
    assert Quota.objects.count() == 1
