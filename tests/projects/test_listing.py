"""The list of projects in pages: every project can be reached, and a page is found by an index."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from chatstream.wire.errors import RequestRefused
from projects.listing import project_page, projects_after
from projects.models import Project


def make_projects(owner: User, count: int, *, apart: timedelta = timedelta(seconds=1)) -> list[Project]:
    """Newest first, as they are listed."""
    made = Project.objects.bulk_create(Project(owner=owner, title=f"Video {number}") for number in range(count))
    newest = timezone.now()
    for number, project in enumerate(made):
        project.updated = newest - number * apart
    Project.objects.bulk_update(made, ["updated"])
    return sorted(made, key=lambda project: (project.updated, project.pk.hex), reverse=True)


def all_pages(user: User, limit: int) -> list[list[Project]]:
    pages, before = [], None
    while True:
        page = project_page(user, before, limit)
        pages.append(page.projects)
        before = page.next
        if before is None:
            return pages


def test_the_hundred_and_first_project_can_be_reached(alice: User, bob: User) -> None:
    mine = make_projects(alice, 101)
    make_projects(bob, 3)
    assert [len(page) for page in all_pages(alice, 100)] == [100, 1]
    assert [project for page in all_pages(alice, 100) for project in page] == mine


def test_projects_of_the_same_moment_come_once_each(alice: User) -> None:
    mine = make_projects(alice, 7, apart=timedelta())
    assert [project for page in all_pages(alice, 2) for project in page] == mine


def test_a_last_page_that_is_full_is_the_last(alice: User) -> None:
    make_projects(alice, 4)
    assert [len(page) for page in all_pages(alice, 2)] == [2, 2]


def test_what_is_made_and_deleted_between_two_pages_moves_nothing(alice: User) -> None:
    mine = make_projects(alice, 6)
    first = project_page(alice, None, 3)
    Project.objects.filter(
        pk__in=[mine[0].pk, mine[2].pk]
    ).delete()  # the last of the page is the place of the next one
    Project.objects.create(owner=alice, title="New")
    assert project_page(alice, first.next, 3).projects == mine[3:]


@pytest.mark.parametrize("place", ["", "1", "x", "1-2", "-1-" + "0" * 32, "9" * 18 + "-" + "0" * 32, "1-" + "g" * 32])
def test_a_place_that_no_page_gave_out_is_refused(alice: User, place: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        project_page(alice, place)
    assert refused.value.code == "invalid"


def test_a_page_is_found_by_the_index(alice: User) -> None:
    make_projects(alice, 3)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        plan = projects_after(alice, project_page(alice, None, 1).next)[:2].explain()
    assert "projects_of_owner" in plan
    assert "B-TREE" not in plan.upper()  # SQLite's word for rows that have to be sorted first
