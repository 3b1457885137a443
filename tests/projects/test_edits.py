"""Changes by hand: the operations that the tools use, one revision each, and never over what somebody else did meanwhile."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Message, Project, Revision
from storyboard.encoding import encode
from storyboard.formats import FORMATS, FormatName, canvas_of
from storyboard.operations import add_scene, delete_scenes, rename_scene
from storyboard.palettes import PALETTES
from storyboard.schema import Scene, Storyboard
from tests.chat import events
from tests.projects.edited_video import MENU, SCENES, Call, call, made, newest
from tests.storyboard.parts import a_rich_scene

__all__ = ["call", "made"]  # the fixtures

pytestmark = pytest.mark.usefixtures("connections")


HEADLINE = MENU | {"layer_id": "headline"}


def unchanged_scenes(before: Storyboard, after: Storyboard) -> list[str]:
    """The names of the scenes that are the same to the byte, in their order."""
    texts = {encode(scene) for scene in before.scenes}
    return [scene.name for scene in after.scenes if encode(scene) in texts]


@pytest.mark.parametrize(
    ("edit", "said", "untouched"),
    [
        (HEADLINE | {"operation": "set_text", "text": "Fresh tea"}, "Fresh tea", ["Opening", "Offer", "Logo"]),
        (HEADLINE | {"operation": "set_color", "color": "#FF0000"}, "colour", ["Opening", "Offer", "Logo"]),
        (HEADLINE | {"operation": "set_color", "color": "accent2"}, "in another colour", ["Opening", "Offer", "Logo"]),
        (HEADLINE | {"operation": "remove_layer"}, "“Fresh coffee” removed", ["Opening", "Offer", "Logo"]),
        (MENU | {"operation": "set_background", "color": "surface"}, "background", ["Opening", "Offer", "Logo"]),
        (MENU | {"operation": "set_duration", "seconds": 2.5}, "4 s → 2.5 s", ["Opening", "Offer", "Logo"]),
        (MENU | {"operation": "rename_scene", "name": "Drinks"}, "Drinks", ["Opening", "Offer", "Logo"]),
        (MENU | {"operation": "move_scene", "to": 4}, "place 4", ["Opening", "Offer", "Logo", "Menu"]),
        (MENU | {"operation": "delete_scene"}, "“Menu” deleted", ["Opening", "Offer", "Logo"]),
        (
            HEADLINE | {"operation": "set_type", "weight": 400, "align": "center"},
            "aligned otherwise",
            ["Opening", "Offer", "Logo"],
        ),
        (HEADLINE | {"operation": "set_box", "x": 4.5, "w": 50}, "moved", ["Opening", "Offer", "Logo"]),
        ({"operation": "add_scene", "to": 2}, "New scene", list(SCENES)),
        (
            MENU | {"operation": "set_camera", "camera": [{"t": 0, "zoom": 1}, {"t": 3, "zoom": 1.12}]},
            "camera",
            ["Opening", "Offer", "Logo"],
        ),
        (MENU | {"operation": "set_transition", "type": "circle"}, "circle", ["Opening", "Offer", "Logo"]),
        (MENU | {"operation": "duplicate_scene"}, "Menu", list(SCENES)),
        (
            {"operation": "set_brand_palette", "background": "#FFFFFF", "accents": ["#c8102e", "#002147"]},
            "Colours",
            list(SCENES),
        ),
        ({"operation": "set_palette", "palette": "ocean"}, "Colours", ["Opening", "Menu", "Offer", "Logo"]),
    ],
    ids=lambda value: value.get("operation") if isinstance(value, dict) else "",
)
async def test_an_edit_is_one_revision_and_touches_nothing_else(
    project: Project, alice: User, made: Storyboard, call: Call, edit: dict, said: str, untouched: list[str]
) -> None:
    status, row = await call("edits/", {"base": 1, **edit})
    after = await newest(project)
    assert (status, row["revision"], row["cause"], after.number) == (201, 2, "edit", 2)
    assert said in row["summary"]
    assert after.author == alice
    assert unchanged_scenes(made, revisions.document_of(after)) == untouched
    *_, event = await events(project, "storyboard")
    assert (event["revision"], event["cause"], event["summary"]) == (2, "edit", row["summary"])


async def test_a_revision_names_the_scene_that_it_changed(project: Project, made: Storyboard, call: Call) -> None:
    edits = ({"operation": "set_text", **HEADLINE, "text": "Hi"}, {"operation": "add_scene", "to": 1})
    for base, edit in enumerate((*edits, {"operation": "set_palette", "palette": "ocean"}), start=1):
        await call("edits/", {"base": base, **edit})
    named = [(await call(f"revisions/{number}/", None, "get"))[1]["scene_id"] for number in (1, 2, 3, 4)]
    assert named == [None, HEADLINE["scene_id"], revisions.document_of(await newest(project)).scenes[0].id, None]


async def test_a_gradient_and_the_entrance_of_a_group_are_set_and_taken_away(
    project: Project, made: Storyboard, call: Call
) -> None:
    rich = a_rich_scene()
    scene = Scene.model_validate(rich | {"layers": [each for each in rich["layers"] if "asset_id" not in each]})
    shape = next(layer for layer in scene.layers if layer.type == "shape")
    await off_loop(revisions.commit)(project.pk, add_scene(made, scene, 0), cause="tool")
    gradient = {"operation": "set_gradient", "scene_id": scene.id, "layer_id": shape.id}
    entrance = {"operation": "set_group_enter", "scene_id": scene.id, "group_id": scene.groups[0].id}
    for edit in (gradient | {"colors": ["ink", "accent"], "angle": 0}, entrance | {"preset": "pop"}):
        assert (await call("edits/", {"base": (await newest(project)).number, **edit}))[0] == 201
    changed = revisions.document_of(await newest(project)).scenes[0]
    assert next(layer for layer in changed.layers if layer.id == shape.id).gradient.colors == ("ink", "accent")
    assert changed.groups[0].enter.preset == "pop"
    for edit in (gradient | {"colors": []}, entrance | {"preset": "none"}):
        assert (await call("edits/", {"base": (await newest(project)).number, **edit}))[0] == 201
    changed = revisions.document_of(await newest(project)).scenes[0]
    assert next(layer for layer in changed.layers if layer.id == shape.id).gradient is None
    assert changed.groups[0].enter is None


async def test_layers_become_a_group_and_are_parts_of_their_own_again(
    project: Project, made: Storyboard, call: Call
) -> None:
    rich = a_rich_scene()
    scene = Scene.model_validate(rich | {"layers": [each for each in rich["layers"] if "asset_id" not in each]})
    await off_loop(revisions.commit)(project.pk, add_scene(made, scene, 0), cause="tool")
    names = [layer.id for layer in scene.layers][:2]
    grouping = {"operation": "group_layers", "scene_id": scene.id, "layer_ids": names}
    assert (await call("edits/", {"base": 2, **grouping}))[0] == 201
    grouped = revisions.document_of(await newest(project)).scenes[0]
    assert grouped.groups[-1].id == "group-1"
    assert [layer.id for layer in grouped.layers if layer.group == "group-1"] == names
    apart = {"operation": "ungroup", "scene_id": scene.id, "group_id": "group-1"}
    assert (await call("edits/", {"base": 3, **apart}))[0] == 201
    parts = revisions.document_of(await newest(project)).scenes[0]
    assert [layer.group for layer in parts.layers if layer.id in names] == [None, None]
    assert "group-1" not in [group.id for group in parts.groups]


async def test_the_history_says_what_was_asked(project: Project, alice: User, made: Storyboard, call: Call) -> None:
    asked = {"role": "user", "status": "success", "finished": timezone.now(), "content": "Bold, " + "x" * 300}
    question = await Message.objects.acreate(project=project, position=1, **asked)
    answer = await Message.objects.acreate(
        project=project, position=2, role="assistant", status="pending", answers=question
    )
    renamed = rename_scene(made, "menu", "Drinks")
    await off_loop(revisions.commit)(project.pk, renamed, cause="tool", message_id=answer.pk)
    _, listed = await call("revisions/", None, "get")
    assert [row["asked"] for row in listed["revisions"]] == [question.content[:200], None]


async def test_a_palette_is_set_by_its_name(project: Project, made: Storyboard, call: Call) -> None:
    await call("edits/", {"base": 1, "operation": "set_palette", "palette": "mint"})
    assert revisions.document_of(await newest(project)).style.palette == PALETTES["mint"]


@pytest.mark.parametrize("name", FORMATS)
async def test_every_format_of_the_document_is_set_by_its_name(
    project: Project, made: Storyboard, call: Call, name: FormatName
) -> None:
    await call("edits/", {"base": 1, "operation": "set_format", "format": name})
    assert revisions.document_of(await newest(project)).canvas == canvas_of(name)


async def test_what_changes_nothing_makes_no_revision(project: Project, made: Storyboard, call: Call) -> None:
    status, row = await call("edits/", {"base": 1, "operation": "set_text", **HEADLINE, "text": " Fresh coffee "})
    assert (status, row["revision"]) == (200, 1)
    assert await Revision.objects.acount() == 1


@pytest.mark.parametrize("base", [1, 3, 999_999])
async def test_who_worked_from_another_revision_is_told(
    project: Project, made: Storyboard, call: Call, base: int
) -> None:
    await off_loop(revisions.commit)(project.pk, rename_scene(made, "menu", "Drinks"), cause="tool")
    status, refused = await call("edits/", {"base": base, "operation": "delete_scene", **MENU})
    assert (status, refused["code"]) == (409, "conflict")
    assert "changed meanwhile" in refused["detail"]
    assert (await newest(project)).number == 2


async def test_a_scene_that_is_gone_by_now_is_a_conflict_and_no_fault_of_the_edit(
    project: Project, made: Storyboard, call: Call
) -> None:
    await off_loop(revisions.commit)(project.pk, delete_scenes(made, ["menu"]), cause="tool")
    status, refused = await call("edits/", {"base": 1, "operation": "rename_scene", **MENU, "name": "Drinks"})
    assert (status, refused["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        ({"operation": "set_text", "scene_id": "nowhere", "layer_id": "headline", "text": "x"}, "no scene “nowhere”"),
        ({"operation": "set_text", **MENU, "layer_id": "picture", "text": "x"}, "There is no “picture”"),
        ({"operation": "set_text", **HEADLINE, "text": " \n "}, "too short"),
        ({"operation": "set_text", **HEADLINE, "text": "x" * 281}, "at most 280 characters"),
        ({"operation": "set_color", **HEADLINE, "color": "url(#x)"}, "must be a palette colour"),
        ({"operation": "set_duration", **MENU, "seconds": 0.1}, "0.5 to 60 seconds"),
        ({"operation": "set_duration", **MENU, "seconds": 61}, "0.5 to 60 seconds"),
        ({"operation": "rename_scene", **MENU, "name": ""}, "too short"),
        ({"operation": "move_scene", **MENU, "to": 5}, "no place 5"),
        ({"operation": "move_scene", **MENU, "to": 0}, "no place 0"),
        ({"operation": "set_palette", "palette": "plaid"}, "night"),
        ({"operation": "set_format", "format": "round"}, "portrait-4x5"),
        ({"operation": "set_type", **HEADLINE, "size": 4}, "size"),
        ({"operation": "set_box", **MENU, "layer_id": "picture", "w": 20}, "There is no “picture”"),
        ({"operation": "add_scene", "to": 6}, "no place 6"),
        ({"operation": "set_gradient", **HEADLINE, "colors": ["ink", "accent"]}, "it has no gradient"),
        ({"operation": "set_group_enter", **MENU, "group_id": "card", "preset": "pop"}, "no group “card”"),
        ({"operation": "group_layers", **MENU, "layer_ids": ["headline"]}, "at least two layers"),
        ({"operation": "ungroup", **MENU, "group_id": "card"}, "no group “card”"),
        ({"operation": "set_brand_palette", "background": "white", "accents": ["#c8102e"]}, "as #rrggbb"),
        ({"operation": "set_brand_palette", "background": "#ffffff", "accents": []}, "one to three"),
    ],
)
async def test_what_cannot_be_done_is_said_and_the_video_stays(
    project: Project, made: Storyboard, call: Call, edit: dict, why: str
) -> None:
    status, refused = await call("edits/", {"base": 1, **edit})
    assert (status, refused["code"]) == (400, "invalid")
    assert why in refused["detail"]
    assert (await newest(project)).number == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"base": 1},
        {"base": 1, "operation": "explode", **MENU},
        {"base": 1, "operation": "delete_scene"},
        {"base": 1, "operation": "delete_scene", **MENU, "force": True},
        {"base": 1, "operation": "set_text", **HEADLINE, "text": 7},
        {"base": 1, "operation": "set_duration", **MENU, "seconds": "3"},
        {"base": 1, "operation": "set_duration", **MENU, "seconds": True},
        {"base": "1", "operation": "delete_scene", **MENU},
        {"base": 0, "operation": "delete_scene", **MENU},
        {"base": None, "operation": "delete_scene", **MENU},
        '{"base": 1, "operation": "set_duration", "scene_id": "menu", "seconds": 1e999}',
        '{"base": 1, "base": 1, "operation": "delete_scene", "scene_id": "menu"}',
        "[]",
    ],
)
async def test_a_malformed_edit_is_refused(project: Project, made: Storyboard, call: Call, body: object) -> None:
    status, refused = await call("edits/", body)
    assert (status, refused["code"]) == (400, "invalid")
    assert (await newest(project)).number == 1


async def test_without_a_video_there_is_nothing_to_edit(project: Project, call: Call) -> None:
    status, _ = await call("edits/", {"base": 1, "operation": "set_palette", "palette": "ocean"})
    assert status == 409
    assert not await Revision.objects.aexists()


async def test_an_edit_can_be_undone_to_the_byte(project: Project, made: Storyboard, call: Call) -> None:
    await call("edits/", {"base": 1, "operation": "delete_scene", **MENU})
    assert (await call("undo/", {}))[0] == 201
    assert (await newest(project)).document == encode(made)


async def test_the_history_tells_whether_there_is_a_way_back(project: Project, made: Storyboard, call: Call) -> None:
    await call("edits/", {"base": 1, "operation": "rename_scene", **MENU, "name": "Drinks"})
    _, listed = await call("revisions/?limit=1", None, "get")
    [row] = listed["revisions"]
    assert (row["revision"], row["can_undo"], row["can_redo"]) == (2, True, False)
    _, undone = await call("undo/", {})
    assert (undone["can_undo"], undone["can_redo"]) == (False, True)
