"""A new project by the form of the list, which needs no script."""

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient

from projects.models import Project

pytestmark = pytest.mark.usefixtures("connections")

HIDDEN = "hidden>That did not work. Try again."


async def test_the_form_leads_to_a_new_project_of_that_person(async_client: AsyncClient, alice: User) -> None:
    await async_client.aforce_login(alice)
    made = await async_client.post("/projects/new/")
    project = await Project.objects.aget(owner=alice)
    assert (made.status_code, made["Location"]) == (302, f"/projects/{project.pk}/")


async def test_who_has_made_many_is_back_at_the_list_which_says_so(
    async_client: AsyncClient, alice: User, settings
) -> None:
    settings.LIMIT_PROJECTS_PER_MINUTE = 1
    await async_client.aforce_login(alice)
    assert HIDDEN in (await async_client.get("/")).text
    await async_client.post("/projects/new/")
    refused = await async_client.post("/projects/new/")
    assert refused.status_code == 429
    assert HIDDEN not in refused.text
    assert await Project.objects.acount() == 1


async def test_strangers_are_asked_to_sign_in(async_client: AsyncClient, alice: User) -> None:
    assert (await async_client.post("/projects/new/"))["Location"].startswith("/sign-in/")
    assert not await Project.objects.aexists()
