"""The scene that is chosen is what “it” means, until it is gone."""

import pytest
from django.contrib.auth.models import User

from chatstream.rows.database import off_loop
from projects import revisions
from projects.actions import create_project
from projects.models import Project
from storyboard.operations import rename_scene
from storyboard.schema import Storyboard
from tests.projects.edited_video import MENU, Call, call, caller, made, newest

__all__ = ["call", "made"]  # the fixtures

pytestmark = pytest.mark.usefixtures("connections")


async def test_the_scene_that_is_chosen_is_kept_and_means_it(project: Project, made: Storyboard, call: Call) -> None:
    await off_loop(revisions.commit)(project.pk, rename_scene(made, "logo", "Sting"), cause="tool")
    focus_of = off_loop(revisions.focus_of)
    assert await focus_of(await newest(project)) == "logo"
    assert await call("chosen-scene/", {"scene_id": "menu"}, "put") == (200, {"scene_id": "menu"})
    assert await focus_of(await newest(project)) == "menu"
    await call("edits/", {"base": 2, "operation": "delete_scene", **MENU})
    assert await focus_of(await newest(project)) is None  # it is gone, and the newest change altered no other
    await call("undo/", {})
    await project.arefresh_from_db()
    assert project.chosen_scene == ""  # what comes back under the same id is not chosen for that
    await call("chosen-scene/", {"scene_id": "logo"}, "put")
    await call("chosen-scene/", {"scene_id": None}, "put")
    await project.arefresh_from_db()
    assert project.chosen_scene == ""


async def test_a_choice_of_what_is_not_there_is_none(project: Project, made: Storyboard, call: Call) -> None:
    await call("chosen-scene/", {"scene_id": "nowhere"}, "put")
    assert await off_loop(revisions.focus_of)(await newest(project)) is None


@pytest.mark.parametrize(
    "body", [{}, {"scene_id": 2}, {"scene_id": "x" * 65}, {"scene_id": "<b>"}, {"scene_id": "menu", "more": 1}]
)
async def test_a_malformed_choice_is_refused(project: Project, made: Storyboard, call: Call, body: dict) -> None:
    assert (await call("chosen-scene/", body, "put"))[0] == 400
    await project.arefresh_from_db()
    assert project.chosen_scene == ""


async def test_bob_can_neither_edit_nor_choose_what_is_alices(project: Project, made: Storyboard, bob: User) -> None:
    theirs = await caller(bob, project)
    missing = await caller(bob, Project(owner=bob))
    edit = {"base": 1, "operation": "delete_scene", **MENU}
    for asked in (("edits/", edit), ("chosen-scene/", {"scene_id": "menu"}, "put")):
        assert await theirs(*asked) == await missing(*asked)
        assert (await theirs(*asked))[0] == 404
    own = await caller(bob, await off_loop(create_project)(bob, "Bob's"))
    assert (await own("edits/", edit))[0] == 409  # nothing of hers is reached by its ids
    assert (await newest(project)).number == 1
