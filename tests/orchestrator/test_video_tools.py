"""The tools that make and change a video: each change is one revision, told once; what cannot be done changes nothing."""

import pytest

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project, Revision
from storyboard.encoding import encode
from storyboard.palettes import PALETTES
from tests.chat import ask, events, run
from tests.orchestrator.videos import COFFEE, documents, edit_answer, make_video, scene, unchanged_scenes
from tests.scripted_model import ScriptedModel, use
from tests.storyboard.documents import video as a_video

pytestmark = pytest.mark.usefixtures("connections")


async def test_a_plan_is_a_canvas_and_briefs_whose_seconds_add_up(project: Project, model: ScriptedModel) -> None:
    model.answers(use("plan_video", **COFFEE))
    model.answers("Planned.")
    await run(await ask(project))
    [video] = await documents(project)
    assert (video.scenes, video.canvas.width, video.style.palette) == ((), 1280, PALETTES["warm"])
    [result] = await events(project, "tool_result")
    assert [each["name"] for each in result["payload"]["scenes"]] == ["Opening", "Why us", "Number", "CTA"]
    assert [each["seconds"] for each in result["payload"]["scenes"]] == [3, 5.7, 5.7, 5.6]
    assert result["payload"]["scenes"][0]["brief"] == COFFEE["scenes"][0]["brief"]


async def test_scenes_built_side_by_side_are_a_video_of_the_length_asked_for(
    project: Project, model: ScriptedModel
) -> None:
    [*_, video] = await make_video(project, model)
    assert [each.name for each in video.scenes] == ["Opening", "Why us", "Number", "CTA"]
    assert video.duration == 20
    changes, results = await events(project, "storyboard"), await events(project, "tool_result")
    assert [each["revision"] for each in changes] == [each["revision"] for each in results] == [1, 2, 3, 4, 5]
    assert changes[-1]["storyboard"]["scenes"][0]["id"] == video.scenes[0].id


async def test_one_scene_gets_three_seconds_and_the_others_stay(project: Project, model: ScriptedModel) -> None:
    *_, before, after = await make_video(project, model, use("set_duration", seconds=3, target="scene 2"))
    assert after.scenes[1].duration == 3
    assert unchanged_scenes(before, after) == ["Opening", "Number", "CTA"]


async def test_the_cta_is_deleted_and_undo_brings_it_back_to_the_byte(project: Project, model: ScriptedModel) -> None:
    calls = use("delete_scenes", targets="the CTA scene"), use("undo_change")
    *_, before, without, after = await make_video(project, model, *calls)
    assert [each.name for each in without.scenes] == ["Opening", "Why us", "Number"]
    assert encode(after) == encode(before)


async def test_scenes_3_and_4_are_the_right_two(project: Project, model: ScriptedModel) -> None:
    *_, before, after = await make_video(project, model, use("delete_scenes", targets="scenes 3 and 4"))
    assert unchanged_scenes(before, after) == [each.name for each in after.scenes] == ["Opening", "Why us"]


async def test_it_is_the_scene_that_was_touched_last(project: Project, model: ScriptedModel) -> None:
    model.answers(edit_answer(bold=True), to='"name": "Number"')
    bold = use("edit_scene", target="Number", instruction="Make it bold.")
    *_, after = await make_video(project, model, bold, use("set_duration", seconds=3, target="it"))
    assert [each.duration for each in after.scenes if each.name == "Number"] == [3]


async def test_what_one_message_made_as_a_whole_is_not_it(project: Project, model: ScriptedModel) -> None:
    await make_video(project, model)
    assert await off_loop(revisions.focus_of)(await Revision.objects.alast()) is None


async def test_it_is_the_scene_that_is_chosen_as_long_as_it_is_there(project: Project, model: ScriptedModel) -> None:
    [*_, video] = await make_video(project, model)
    await Project.objects.filter(pk=project.pk).aupdate(chosen_scene=video.scenes[2].id)
    for call in (use("set_duration", target="Opening", seconds=4), use("delete_scenes", targets="it")):
        model.answers(call)
        model.answers("Done.")
        await run(await ask(project))
    assert 'has chosen scene 3 "Number"' in model.requests[-2].system
    [*_, without] = await documents(project)
    assert [scene.name for scene in without.scenes] == ["Opening", "Why us", "CTA"]
    model.answers("Which one?")
    await run(await ask(project))
    assert "has chosen" not in model.requests[-1].system


async def test_a_scene_moves_is_added_and_the_style_changes(project: Project, model: ScriptedModel) -> None:
    model.answers(scene("logo_sting", name="Beans"), to='"Logo"')
    logo = use("add_scene", name="Logo", brief="The name as a mark.", at=1)
    calls = use("move_scene", target="CTA", to=1), logo, use("set_style", palette="ocean")
    *_, moved, added, blue = await make_video(project, model, *calls)
    assert [each.name for each in moved.scenes] == ["CTA", "Opening", "Why us", "Number"]
    assert [each.name for each in added.scenes] == ["Logo", "CTA", "Opening", "Why us", "Number"]
    assert blue.scenes == added.scenes
    assert blue.style != added.style


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("set_duration", {"seconds": 3, "target": "scene 9"}, "there is"),
        ("delete_scenes", {"targets": "the drone shot"}, "drone"),
        ("edit_scene", {"target": "the drone shot", "instruction": "Make it bold."}, "drone"),
        ("edit_scene", {"target": "scenes 1 and 2", "instruction": "Make it bold."}, "one by one"),
        ("plan_video", COFFEE | {"seconds": 1}, "4 scenes can last 2 to 240 seconds"),
    ],
)
async def test_what_cannot_be_done_is_said_and_the_video_stays(
    project: Project, model: ScriptedModel, tool: str, arguments: dict, why: str
) -> None:
    [*_, video] = await make_video(project, model, use(tool, **arguments))
    assert video.duration == 20
    *_, refused = await events(project, "tool_result")
    assert refused["success"] is False
    assert why in refused["error"].lower()


@pytest.mark.parametrize(
    "call",
    [
        use("set_style", palette="ocean"),
        use("add_scene", name="Opening", brief="The title."),
        use("edit_scene", target="scene 1", instruction="Make it bold."),
    ],
)
async def test_without_a_video_there_is_nothing_to_change(project: Project, model: ScriptedModel, call) -> None:
    model.answers(call)
    model.answers("There is none yet.")
    await run(await ask(project))
    assert not await Revision.objects.aexists()
    [refused] = await events(project, "tool_result")
    assert "There is no video yet" in refused["error"]


async def test_undo_takes_back_all_that_one_message_did(project: Project, model: ScriptedModel) -> None:
    *_, first = await make_video(project, model)
    model.answers(
        use("set_style", palette="ocean"), use("set_duration", seconds=10), use("set_format", format="square")
    )
    model.answers("All of it.")
    await run(await ask(project))
    model.answers(use("undo_change"))
    model.answers("Back.")
    await run(await ask(project))
    assert encode((await documents(project))[-1]) == encode(first)


async def test_a_new_plan_keeps_the_pictures(project: Project, model: ScriptedModel) -> None:
    await off_loop(revisions.commit)(project.pk, a_video("Opening"), cause="edit")
    model.answers(use("plan_video", **COFFEE))
    model.answers("Planned.")
    await run(await ask(project))
    *_, video = await documents(project)
    assert (list(video.assets), video.scenes) == (["beans"], ())


async def test_the_model_is_told_what_the_video_is(project: Project, model: ScriptedModel) -> None:
    await make_video(project, model)
    model.answers("It has four scenes.")
    await run(await ask(project))
    assert (
        'The video has 4 scenes, 20 seconds, landscape, warm colours: 1 "Opening" (title' in model.requests[-1].system
    )


async def test_the_model_is_told_of_a_video_without_scenes(project: Project, model: ScriptedModel) -> None:
    model.answers(use("plan_video", **COFFEE))
    model.answers("Planned.")
    await run(await ask(project))
    model.answers("It has none.")
    await run(await ask(project))
    assert "The video has no scenes yet: landscape, warm colours." in model.requests[-1].system
