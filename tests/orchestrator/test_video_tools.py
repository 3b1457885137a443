"""The tools that make and change a video: each change is one revision, told once; what cannot be done changes nothing."""

import pytest

from projects import revisions
from projects.models import Project, Revision
from projects.storyboard.encoding import encode
from projects.storyboard.schema import Storyboard
from tests.chat import ask, events, run
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

COFFEE = {
    "format": "landscape",
    "seconds": 20,
    "palette": "warm",
    "scenes": [
        {"name": "Opening", "template": "title", "slots": {"headline": "Morning Beans"}},
        {"name": "Why us", "template": "feature_list", "slots": {"title": "Why us", "features": ["Fresh", "Fair"]}},
        {"name": "Number", "template": "statistic", "slots": {"value": 98, "suffix": "%", "label": "come back"}},
        {"name": "CTA", "template": "call_to_action", "slots": {"headline": "Come in", "button": "Find us"}},
    ],
}


async def planned(project: Project, model: ScriptedModel, *calls: tuple[str, dict]) -> list[Storyboard]:
    """The video after the plan, and after each further call, as its revisions tell it."""
    for name, arguments in (("plan_video", COFFEE), *calls):
        model.answers("So. ", use(name, **arguments))
        model.answers("Done.")
        await run(await ask(project))
    return [revisions.document_of(each) async for each in Revision.objects.filter(project=project)]


def kept(before: Storyboard, after: Storyboard) -> list[str]:
    """The names of the scenes that are the same to the byte."""
    texts = {encode(scene) for scene in before.scenes}
    return [scene.name for scene in after.scenes if encode(scene) in texts]


async def test_a_plan_becomes_a_video_of_exactly_the_length_asked_for(project: Project, model: ScriptedModel) -> None:
    [video] = await planned(project, model)
    assert [scene.name for scene in video.scenes] == ["Opening", "Why us", "Number", "CTA"]
    assert video.duration == 20
    [told] = await events(project, "storyboard")
    [result] = await events(project, "tool_result")
    assert (told["revision"], told["cause"], result["revision"]) == (1, "tool", 1)
    assert told["storyboard"]["scenes"][0]["id"] == video.scenes[0].id


async def test_one_scene_gets_three_seconds_and_the_others_stay(project: Project, model: ScriptedModel) -> None:
    before, after = await planned(project, model, ("set_duration", {"seconds": 3, "target": "scene 2"}))
    assert after.scenes[1].duration == 3
    assert kept(before, after) == ["Opening", "Number", "CTA"]


async def test_the_cta_is_deleted_and_undo_brings_it_back_to_the_byte(project: Project, model: ScriptedModel) -> None:
    calls = ("delete_scenes", {"targets": "the CTA scene"}), ("undo_change", {})
    before, without, after = await planned(project, model, *calls)
    assert [scene.name for scene in without.scenes] == ["Opening", "Why us", "Number"]
    assert encode(after) == encode(before)


async def test_scenes_3_and_4_are_the_right_two(project: Project, model: ScriptedModel) -> None:
    before, after = await planned(project, model, ("delete_scenes", {"targets": "scenes 3 and 4"}))
    assert kept(before, after) == [scene.name for scene in after.scenes] == ["Opening", "Why us"]


async def test_bold_and_other_words_reach_one_scene_alone(project: Project, model: ScriptedModel) -> None:
    edit = {"target": "scene 1", "bold": True, "slots": {"headline": "Evening Beans"}}
    before, after = await planned(project, model, ("edit_scene", edit))
    assert "Evening Beans" in encode(after.scenes[0])
    assert after.scenes[0].id == before.scenes[0].id
    assert kept(before, after) == ["Why us", "Number", "CTA"]


async def test_it_is_the_scene_that_was_touched_last(project: Project, model: ScriptedModel) -> None:
    calls = ("edit_scene", {"target": "Number", "bold": True}), ("set_duration", {"seconds": 3, "target": "it"})
    *_, after = await planned(project, model, *calls)
    assert [scene.duration for scene in after.scenes if scene.name == "Number"] == [3]


async def test_it_is_the_scene_that_is_chosen_as_long_as_it_is_there(project: Project, model: ScriptedModel) -> None:
    [video] = await planned(project, model)
    await Project.objects.filter(pk=project.pk).aupdate(chosen_scene=video.scenes[2].id)
    for call in (use("edit_scene", target="Opening", bold=True), use("delete_scenes", targets="it")):
        model.answers(call)
        model.answers("Done.")
        await run(await ask(project))
    assert 'has chosen scene 3 "Number"' in model.requests[-2].system
    without = revisions.document_of(await Revision.objects.alast())
    assert [scene.name for scene in without.scenes] == ["Opening", "Why us", "CTA"]
    model.answers("Which one?")
    await run(await ask(project))
    assert "has chosen" not in model.requests[-1].system


async def test_a_scene_moves_is_added_and_the_style_changes(project: Project, model: ScriptedModel) -> None:
    logo = {"name": "Logo", "template": "logo_sting", "slots": {"name": "Beans"}, "at": 1}
    calls = ("move_scene", {"target": "CTA", "to": 1}), ("add_scene", logo), ("set_style", {"palette": "ocean"})
    *_, moved, added, blue = await planned(project, model, *calls)
    assert [scene.name for scene in moved.scenes] == ["CTA", "Opening", "Why us", "Number"]
    assert [scene.name for scene in added.scenes] == ["Logo", "CTA", "Opening", "Why us", "Number"]
    assert blue.scenes == added.scenes
    assert blue.style != added.style


@pytest.mark.parametrize(
    ("tool", "arguments", "why"),
    [
        ("set_duration", {"seconds": 3, "target": "scene 9"}, "there is"),
        ("delete_scenes", {"targets": "the drone shot"}, "drone"),
        ("add_scene", {"name": "X", "template": "hologram", "slots": {}}, "hologram"),
        ("edit_scene", {"target": "scene 1", "slots": {"headline": ""}}, "slots"),
        ("undo_change", {}, "nothing to undo"),
    ],
)
async def test_what_cannot_be_done_is_said_and_the_video_stays(
    project: Project, model: ScriptedModel, tool: str, arguments: dict, why: str
) -> None:
    [video] = await planned(project, model, (tool, arguments))
    assert video.duration == 20
    *_, refused = await events(project, "tool_result")
    assert refused["success"] is False
    assert why in refused["error"].lower()


async def test_without_a_video_there_is_nothing_to_change(project: Project, model: ScriptedModel) -> None:
    model.answers(use("set_style", palette="ocean"))
    model.answers("There is none yet.")
    await run(await ask(project))
    assert not await Revision.objects.aexists()
    [refused] = await events(project, "tool_result")
    assert "There is no video yet" in refused["error"]


async def test_the_model_is_told_what_the_video_is(project: Project, model: ScriptedModel) -> None:
    await planned(project, model)
    model.answers("It has four scenes.")
    await run(await ask(project))
    assert (
        'The video has 4 scenes, 20 seconds, landscape, warm colours: 1 "Opening" (title' in model.requests[-1].system
    )
