"""Alice's video of four scenes, and what she asks of it over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project, Revision
from storyboard.schema import Storyboard
from tests.storyboard.documents import video

SCENES = ("Opening", "Menu", "Offer", "Logo")


MENU = {"scene_id": "menu"}


Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def made(project: Project) -> Storyboard:
    """The video of Alice's project, as its first revision has it."""
    document = video(*SCENES)
    await off_loop(revisions.commit)(project.pk, document, cause="tool")
    return document


@pytest.fixture
async def call(project: Project, alice: User) -> Call:
    """`await call("edits/", {…})`: what Alice is answered."""
    return await caller(alice, project)


async def caller(user: User, project: Project) -> Call:
    client = AsyncClient()
    await client.aforce_login(user)

    async def call(path: str, body: object, method: str = "post") -> tuple[int, dict[str, Any]]:
        url = f"/api/projects/{project.pk}/{path}"
        sent = {} if method == "get" else {"data": body, "content_type": "application/json"}
        response = await getattr(client, method)(url, **sent)
        return response.status_code, response.json()

    return call


async def newest(project: Project) -> Revision:
    return await Revision.objects.select_related("author").filter(project=project).alast()
