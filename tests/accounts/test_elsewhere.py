"""Who once signed in with a provider can be forgotten, also when it is switched off again."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection

from tests.accounts.person import a_person


@pytest.fixture
def tables() -> Iterator[None]:
    """Those that `migrate` has made while a provider was set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE socialaccount_socialaccount (id integer PRIMARY KEY, user_id integer REFERENCES auth_user (id))"
        )
        cursor.execute(
            "CREATE TABLE socialaccount_socialtoken "
            "(id integer PRIMARY KEY, account_id integer REFERENCES socialaccount_socialaccount (id))"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE socialaccount_socialtoken")
        cursor.execute("DROP TABLE socialaccount_socialaccount")


def connected() -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM socialaccount_socialaccount")
        return list(cursor.fetchall())


@pytest.mark.usefixtures("tables")
def test_connections_to_a_provider_that_is_off_go_with_their_person() -> None:
    alice, bob = a_person("alice"), a_person("bob")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO socialaccount_socialaccount VALUES (1, %s), (2, %s)", [alice.pk, bob.pk])
        cursor.execute("INSERT INTO socialaccount_socialtoken VALUES (1, 1)")
    User.objects.filter(pk=alice.pk).delete()
    assert connected() == [(bob.pk,)]
