"""What the admin's pages ask for is there for operators alone."""

import uuid

import httpx
import pytest

from tests.instance import Instance, Person

RUN = f"/admin/runs/{uuid.UUID(int=1)}/"
DOORS = ["/admin/status.json", *(f"{RUN}{name}" for name in ("log.json", "events/?after=0-0", "readers.json"))]


def get(person: Person, path: str) -> httpx.Response:
    return httpx.get(person.instance.url + path, headers=person.headers)


@pytest.mark.parametrize("path", DOORS)
def test_nobody_else_learns_that_there_is_a_door(instance: Instance, path: str) -> None:
    alice = instance.make_user("alice")
    assert get(alice, path).status_code == 404
    assert httpx.get(instance.url + path).status_code == 401


def test_an_operator_is_answered_and_told_of_a_run_that_is_not_there(instance: Instance) -> None:
    olga = instance.make_user("olga")
    instance.shell(
        "from django.contrib.auth.models import User\n"
        f"User.objects.filter(username={olga.username!r}).update(is_staff=True, is_superuser=True)\nanswer = 1"
    )
    assert get(olga, DOORS[0]).json()["ready"] is True
    assert get(olga, DOORS[1]).status_code == 404
    assert get(olga, "/admin/runs/none/log.json").status_code == 404
