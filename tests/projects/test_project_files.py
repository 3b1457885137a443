"""A project as a file: what was said and what is in the film, for its owner alone."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.rows.database import off_loop
from projects import revisions
from projects.actions import start_turn
from projects.models import Project
from tests.storyboard.documents import video

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def film(project: Project) -> Project:
    Project.objects.filter(pk=project.pk).update(title="Beans / ☕")
    start_turn(project.pk, uuid4(), "Make it *bold*.")
    revisions.commit(project.pk, video("Opening"), cause="edit")
    return project


async def download(user: User, project: Project, form: str) -> Any:
    client = AsyncClient()
    await client.aforce_login(user)
    return await client.get(f"/api/projects/{project.pk}/files/{form}/")


async def text_of(response: Any) -> str:
    return b"".join([piece async for piece in response]).decode()


async def test_json_has_the_film_and_the_conversation(alice: User, film: Project) -> None:
    response = await download(alice, film, "json")
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''Beans%20%20%E2%98%95.json"
    file = json.loads(await text_of(response))
    newest = await off_loop(lambda: revisions.to_snapshot(revisions.current(film.pk)))()
    assert (file["title"], file["storyboard"]) == ("Beans / ☕", newest)
    assert [message["content"] for message in file["messages"]] == ["Make it *bold*.", ""]


async def test_markdown_reads_from_the_title_over_the_scenes_to_the_conversation(alice: User, film: Project) -> None:
    text = await text_of(await download(alice, film, "markdown"))
    assert text.index("# Beans") < text.index("1. **Opening**") < text.index("## You") < text.index("Make it *bold*.")


async def test_it_is_the_owners_alone(bob: User, film: Project) -> None:
    assert (await download(bob, film, "json")).status_code == 404
    assert (await download(film.owner, film, "pdf")).status_code == 404
