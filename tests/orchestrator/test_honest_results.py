"""A tool never says yes to what it did not do: its result names what was done otherwise, or not at all."""

from typing import Any

import pytest

from chatstream.rows.database import off_loop
from projects import assets
from projects.models import Asset, Project, Revision
from projects.redraw import Picture
from storyboard.palettes import PALETTES
from tests.chat import ask, events, run
from tests.orchestrator.videos import COFFEE, documents, edit_answer, make_video, scene
from tests.pictures import png
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def result_of(project: Project, model: ScriptedModel, tool: str, **arguments: Any) -> dict[str, Any]:
    """What came of a call, in a project that has the coffee shop's video."""
    await make_video(project, model, use(tool, **arguments))
    return (await events(project, "tool_result"))[-1]


async def upload(project: Project, name: str) -> Asset:
    picture = Picture(png(64, 48), "image/png", 64, 48)
    return await off_loop(assets.save_image)(assets.new_image(project.pk, picture, name), picture.data)


async def test_an_exact_colour_is_the_accent_and_the_result_says_what_the_rest_is(
    project: Project, model: ScriptedModel
) -> None:
    payload = (await result_of(project, model, "set_style", palette="our brand colour #FF5A00"))["payload"]
    accent = (await documents(project))[-1].style.palette.accent
    assert accent == "#ff5a00"
    assert payload["note"].startswith("Exactly as asked: accent #ff5a00. All other colours are those of")
    assert payload["colours"].startswith("its own (accent #ff5a00 on #")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Καφές → قهوة", None),
        ("土曜の朝 ☕️ 👩‍🍳, 커피, 每個週六", None),
        ("কফি 土曜の朝", "কফি"),
        ("𓀀𓀁𓀂𓀃𓀄𓀅𓀆𓀇𓀈𓀉𓀊𓀋𓀌", "𓀀𓀁𓀂𓀃𓀄𓀅𓀆𓀇𓀈𓀉𓀊𓀋…"),
    ],
)
async def test_letters_that_no_shipped_font_has_are_named(
    project: Project, model: ScriptedModel, text: str, letters: str | None
) -> None:
    result = await result_of(project, model, "edit_layer", target="scene 1", layer="headline", changes={"text": text})
    assert result["payload"].get("unshipped_letters") == letters


async def test_a_mood_names_the_colours_that_were_taken_for_it(project: Project, model: ScriptedModel) -> None:
    payload = (await result_of(project, model, "set_style", palette="like the sea"))["payload"]
    assert payload["colours"] == "ocean"
    assert "nearest to “like the sea”" in payload["note"]


async def test_colours_that_are_not_there_change_nothing(project: Project, model: ScriptedModel) -> None:
    result = await result_of(project, model, "set_style", palette="xyzzy")
    assert not result["success"]
    assert "No colours here fit “xyzzy”" in result["error"]
    assert (await documents(project))[-1].style.palette == PALETTES["warm"]


@pytest.mark.parametrize(
    ("plan", "note"),
    [
        ({"palette": "xyzzy"}, "No colours here fit “xyzzy”, so they are those of “night”"),
        ({"palette": "like the sea"}, "“ocean” is the palette that comes nearest"),
        ({"scenes": [{"name": "One", "brief": "One.", "seconds": 9}]}, "did not add up to 20"),
    ],
)
async def test_a_plan_says_where_it_is_not_what_was_asked_for(
    project: Project, model: ScriptedModel, plan: dict[str, Any], note: str
) -> None:
    assert note in (await result_of(project, model, "plan_video", **(COFFEE | plan)))["payload"]["note"]


async def test_a_plan_that_is_what_was_asked_for_has_no_note(project: Project, model: ScriptedModel) -> None:
    assert "note" not in (await result_of(project, model, "plan_video", **COFFEE))["payload"]


@pytest.mark.parametrize(("at", "number", "is_noted"), [(2, 2, False), (None, 5, False), (9, 5, True)])
async def test_a_new_scene_says_where_it_is(
    project: Project, model: ScriptedModel, at: int | None, number: int, is_noted: bool
) -> None:
    model.answers(scene("title", headline="Hours"), to='"Hours"')
    payload = (await result_of(project, model, "add_scene", name="Hours", brief="The hours.", at=at))["payload"]
    assert (payload["number"], "note" in payload) == (number, is_noted)
    assert payload["scenes"][number - 1]["name"] == "Hours"


@pytest.mark.parametrize(
    ("brief", "note"),
    [
        ('The title: "Opening hours".', None),
        ('Say "OPENING, hours!" or "Open-ing".', None),
        ('The title: "Zanzibar harvest", and “Hours”.', "Not in the scene word for word: “Zanzibar harvest”."),
    ],
)
async def test_quoted_words_that_a_new_scene_does_not_show_are_named(
    project: Project, model: ScriptedModel, brief: str, note: str | None
) -> None:
    model.answers(scene("title", headline="Opening\nhours"), to='"Hours"')
    payload = (await result_of(project, model, "add_scene", name="Hours", brief=brief))["payload"]
    assert payload.get("note") == note


@pytest.mark.parametrize(
    ("instruction", "note"),
    [
        ('Change "come back" to "return".', None),
        ('Change "come back" to "return at once".', "Not in the scene word for word: “return at once”."),
    ],
)
async def test_quoted_words_that_were_there_before_an_edit_are_not_missed(
    project: Project, model: ScriptedModel, instruction: str, note: str | None
) -> None:
    model.answers(edit_answer(slots={"label": "return"}), to='"name": "Number"')
    payload = (await result_of(project, model, "edit_scene", target="Number", instruction=instruction))["payload"]
    assert payload.get("note") == note


async def test_an_edit_that_changes_nothing_has_failed(project: Project, model: ScriptedModel) -> None:
    model.answers(edit_answer(), to='"name": "Number"')
    result = await result_of(project, model, "edit_scene", target="Number", instruction="Make it fly.")
    assert not result["success"]
    assert result["error"].startswith("Nothing changed.")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("set_style", {"palette": "warm"}),
        ("set_format", {"format": "landscape"}),
        ("move_scene", {"target": "CTA", "to": 4}),
        ("set_duration", {"target": "Opening", "seconds": 3}),
    ],
)
async def test_what_is_so_already_says_that_nothing_changed(
    project: Project, model: ScriptedModel, tool: str, arguments: dict[str, Any]
) -> None:
    result = await result_of(project, model, tool, **arguments)
    assert (result["payload"]["summary"], "revision" in result) == ("Nothing changed.", False)


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("set_duration", {"target": "all but all", "seconds": 3}, "names no scene"),
        ("delete_scenes", {"targets": "all but all"}, "No scene was named"),
        ("move_scene", {"target": "CTA", "to": 9}, "There is no place 9"),
        ("set_duration", {"target": "CTA", "seconds": 90}, "0.5 to 60 seconds"),
        ("add_asset", {"pattern": "dots", "place": "corner"}, "a place needs a scene"),
    ],
)
async def test_what_cannot_be_done_is_not_done_halfway(
    project: Project, model: ScriptedModel, tool: str, arguments: dict[str, Any], why: str
) -> None:
    result = await result_of(project, model, tool, **arguments)
    assert not result["success"]
    assert why in result["error"]
    assert await Revision.objects.acount() == 5  # the plan and its scenes


async def test_a_picture_without_a_scene_is_said_to_be_in_none(project: Project, model: ScriptedModel) -> None:
    picture = await upload(project, "logo.png")
    assert (
        "in no scene yet" in (await result_of(project, model, "add_asset", asset_id=str(picture.pk)))["payload"]["note"]
    )


async def test_a_picture_that_replaces_another_says_so(project: Project, model: ScriptedModel) -> None:
    old, new = await upload(project, "old.png"), await upload(project, "new.png")
    calls = [use("add_asset", asset_id=str(each.pk), scene="Opening") for each in (old, new)]
    await make_video(project, model, *calls)
    first, second = [event["payload"] for event in await events(project, "tool_result")][-2:]
    assert "note" not in first
    assert second["note"] == "It took the place of the picture that was there: old."


async def test_a_title_that_is_the_same_says_so(project: Project, model: ScriptedModel) -> None:
    for _ in range(2):
        model.answers(use("set_title", title="Beans"))
        model.answers("Done.")
        await run(await ask(project))
    first, second = [event["payload"] for event in await events(project, "tool_result")]
    assert (first, second) == ({"title": "Beans"}, {"title": "Beans", "note": "It had this title already."})
