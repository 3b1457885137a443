"""A scene that is changed in words: what was not asked for stays, and a scene that cannot be changed is said."""

import asyncio
import json

import pytest

from chatstream.rows.database import off_loop
from projects import revisions
from projects.models import Project
from storyboard import operations
from storyboard.encoding import encode
from tests.chat import ask, events, running, until
from tests.orchestrator.scene_turns import BOLD, answered, now, repairs, text
from tests.orchestrator.videos import edit_answer, make_video, unchanged_scenes
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def test_an_edit_sees_the_scene_as_it_is_and_changes_nothing_else(project: Project, model: ScriptedModel) -> None:
    edit = use("edit_scene", target="scene 1", instruction='The headline says "Evening Beans".')
    model.answers(edit_answer(template="title", slots={"headline": "Evening Beans"}, bold=True), to="Evening Beans")
    *_, before, after = await make_video(project, model, edit)
    [asked] = [
        json.loads(each.messages[0].content) for each in model.requests if "instruction" in each.messages[0].content
    ]
    assert asked["instruction"] == 'The headline says "Evening Beans".'
    given = asked["scene"]
    assert (given["name"], given["seconds"], given["template"], given["slots"]) == (
        "Opening",
        3,
        "title",
        {"headline": "Morning Beans"},
    )
    assert text(after, 0, "headline").text == "Evening Beans"
    assert text(after, 0, "headline").weight == 900
    assert [each.id for each in after.scenes] == [each.id for each in before.scenes]
    assert [each.id for each in after.scenes[0].layers] == [each.id for each in before.scenes[0].layers]
    assert unchanged_scenes(before, after) == ["Why us", "Number", "CTA"]


async def test_what_was_changed_by_hand_survives_other_words(project: Project, model: ScriptedModel) -> None:
    *_, before = await make_video(project, model)
    by_hand = operations.set_color(before, before.scenes[0].id, "headline", "#ff0000")
    await off_loop(revisions.commit)(project.pk, by_hand, cause="edit")
    model.answers(edit_answer(slots={"headline": "Evening Beans"}), to="Evening")
    edit = use("edit_scene", target="scene 1", instruction='The headline says "Evening Beans".')
    assert (await answered(project, model, edit))["success"]
    headline = text(await now(project), 0, "headline")
    assert (headline.text, headline.color) == ("Evening Beans", "#ff0000")


async def test_a_scene_gets_another_template_and_keeps_its_place_and_length(
    project: Project, model: ScriptedModel
) -> None:
    model.answers(edit_answer(template="quote", slots={"quote": "Best beans in town."}), to="quote")
    *_, before, after = await make_video(
        project, model, use("edit_scene", target="scene 2", instruction="Make it a quote instead.")
    )
    was, is_now = before.scenes[1], after.scenes[1]
    assert (is_now.id, is_now.name, is_now.duration, is_now.transition) == (
        was.id,
        was.name,
        was.duration,
        was.transition,
    )
    assert is_now.template is not None
    assert is_now.template.name == "quote"
    assert unchanged_scenes(before, after) == ["Opening", "Number", "CTA"]


async def test_a_title_slides_in_from_the_left_in_a_second_and_a_half(project: Project, model: ScriptedModel) -> None:
    slide = {"text": "headline", "preset": "left", "seconds": 1.5}
    model.answers(edit_answer(entrance=slide), to="slide in")
    edit = use("edit_scene", target="scene 1", instruction="Let the title slide in from the left in 1.5 seconds.")
    *_, before, after = await make_video(project, model, edit)
    enter = text(after, 0, "headline").enter
    assert enter is not None
    assert (enter.preset, enter.duration) == ("left", 1.5)
    assert unchanged_scenes(before, after) == ["Why us", "Number", "CTA"]
    *_, given = await events(project, "storyboard")
    assert given["summary"] == "Scene 1 “Opening”: “Morning Beans” slides in from the left in 1.5 s"


async def test_a_text_that_is_not_there_is_sent_back(project: Project, model: ScriptedModel) -> None:
    model.answers(edit_answer(entrance={"text": "subtitle", "preset": "left", "seconds": 1}), to="slide")
    model.answers(edit_answer(entrance={"text": "headline", "preset": "left", "seconds": 1}), to="slide")
    await make_video(project, model, use("edit_scene", target="scene 1", instruction="Let it slide in."))
    [repair] = repairs(model)
    assert "There is no “subtitle” in the scene “Opening”; there is" in repair


async def test_a_scene_as_bold_as_it_can_be_is_not_repaired(project: Project, model: ScriptedModel) -> None:
    *_, before = await make_video(project, model)
    loud = before
    for _ in range(20):
        try:
            loud = operations.emphasise(loud, loud.scenes[0].id)
        except operations.OperationRefused:
            break
    await off_loop(revisions.commit)(project.pk, loud, cause="edit")
    model.answers(edit_answer(bold=True), to="bold")
    result = await answered(project, model, BOLD)
    assert "as bold as it can be" in result["error"]
    assert repairs(model) == []


async def test_a_scene_that_was_deleted_meanwhile_is_not_edited(project: Project, model: ScriptedModel) -> None:
    *_, before = await make_video(project, model)
    gate = asyncio.Event()
    model.answers(gate, edit_answer(bold=True), to="bold")
    model.answers(BOLD)
    model.answers("Gone.")
    async with running(await ask(project)) as owner:
        await until(lambda: model.open_streams == 1 and model.requests[-1].form is not None)
        without = operations.delete_scenes(before, [before.scenes[0].id])
        await off_loop(revisions.commit)(project.pk, without, cause="edit")
        gate.set()
        await owner
    *_, result = await events(project, "tool_result")
    assert (result["success"], result["error"]) == (False, "There is no scene “scene-1”.")
    assert encode(await now(project)) == encode(without)
