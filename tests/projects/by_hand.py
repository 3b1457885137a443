"""What a person does by hand: each as a request, and all that is there afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import User
from django.test import AsyncClient

from chatstream.rows.database import off_loop
from projects import revisions
from projects.actions import create_project
from projects.models import Project
from storyboard.compose import SceneBrief, draft
from storyboard.operations import set_palette
from storyboard.palettes import PALETTES
from tests.pictures import png
from tests.storyboard.mp4_files import mp4


@dataclass(frozen=True, slots=True)
class Act:
    """`path` is below the project's; `first`: the name of an act that goes before it."""

    method: str
    path: str
    body: Any = None
    content_type: str = "application/json"
    first: str = ""


# The video's newest revision is 4, from which undo and redo are possible.
ACTS = {
    "edit": Act("post", "edits/", {"base": 4, "operation": "set_palette", "palette": "forest"}),
    "undo": Act("post", "undo/", {}),
    "undo from a base": Act("post", "undo/", {"base": 4}),
    "undo without a body": Act("post", "undo/", b""),
    "redo": Act("post", "redo/", {}),
    "redo from a base": Act("post", "redo/", {"base": 4}),
    "restore": Act("post", "restore/", {"revision": 3}),
    "restore from a base": Act("post", "restore/", {"revision": 3, "base": 4}),
    "choose a scene": Act("put", "chosen-scene/", {"scene_id": "hello"}),
    "create a project": Act("post", "../", {"title": "Tea"}),
    "rename": Act("patch", "", {"title": "Coffee"}),
    "delete": Act("delete", ""),
    "undelete": Act("post", "undelete/", {}, first="delete"),
    "upload a picture": Act("post", f"assets/?name={quote('a logo.png')}", png(8, 8), "image/png"),
    "keep a video": Act("post", "exports/?revision=4", mp4(), "video/mp4"),
}


class Desk:
    """One person, signed in, with one project and its video."""

    def __init__(self, user: User, project: Project, client: AsyncClient) -> None:
        self.user, self.project, self._client = user, project, client

    async def does(self, name: str) -> tuple[int, Any]:
        act = ACTS[name]
        path = f"/api/projects/{self.project.pk}/{act.path}" if act.path != "../" else "/api/projects/"
        call = getattr(self._client, act.method)
        body = {} if act.body is None else {"data": act.body}
        response = await call(path, content_type=act.content_type, **body)
        return response.status_code, response.json()

    async def things(self) -> list[Any]:
        """What there is of this person now, without what differs from one person to another."""
        return await off_loop(lambda: list(_things(self.user)))()


def _things(user: User) -> Iterator[Any]:
    for project in Project.objects.filter(owner=user).order_by("created"):
        yield project.title, project.titled_by_person, project.chosen_scene, project.deleted_at is None
        yield list(
            project.revisions.values_list("number", "shows", "made_from", "redo", "restores", "cause", "document")
        )
        yield list(project.assets.values_list("kind", "name", "size"))
        yield len(list((settings.ASSETS_DIR / str(project.pk)).glob("*")))


async def sit_down(user: User) -> Desk:
    client = AsyncClient(raise_request_exception=False)
    await client.aforce_login(user)
    return Desk(user, await off_loop(_project)(user), client)


def _project(user: User) -> Project:
    project = create_project(user, "")
    scenes = [SceneBrief("Hello", "title", {"headline": "Hello"})]
    document = draft(format="landscape", palette="warm", seconds=2, scenes=scenes)
    for palette in ("warm", "ocean", "night"):
        styled = set_palette(document, palette=PALETTES[palette])
        revisions.commit(project.pk, styled, cause="edit", author=user)
    revisions.undo(project.pk, author=user)
    return project


def comparable(answer: Any) -> Any:
    """An answer without what differs from one person to another."""
    own = ("id", "url", "created", "updated", "restorable_until")
    return {name: value for name, value in answer.items() if name not in own}
