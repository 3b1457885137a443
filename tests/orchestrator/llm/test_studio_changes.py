"""A message changes the video: the right tools with the right arguments, and honest words afterwards."""

import json

import pytest

from orchestrator.llm.demo import connect
from orchestrator.llm.interface import StepRequest, ToolRequest, Turn
from projects.storyboard.compose import SceneBrief
from projects.storyboard.templates import TEMPLATES

from .conversation import answer
from .studio import NO_VIDEO, SCENES, SPECS, arguments, calls, closed, said, video

FIRST_AND_LAST = {"success": True, "result": {"seconds": 13.0, "summary": "Scene 2 lasts 3 s"}}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("delete the CTA scene", [("delete_scenes", {"targets": "scene 3"})]),
        ("remove scenes 3 and 4", [("delete_scenes", {"targets": "scenes 3 and 4"})]),
        ("delete the last two scenes please", [("delete_scenes", {"targets": "scenes 3 and 4"})]),
        ("remove everything except scene 1", [("delete_scenes", {"targets": "scenes 2, 3 and 4"})]),
        ("move the logo to the front", [("move_scene", {"target": "scene 4", "to": 1})]),
        ("put scene 1 after scene 3", [("move_scene", {"target": "scene 1", "to": 3})]),
        ("move scene 1 to position 3", [("move_scene", {"target": "scene 1", "to": 3})]),
        ("make it 30 seconds", [("set_duration", {"seconds": 30})]),
        ("can you make it 5 seconds shorter?", [("set_duration", {"seconds": 15})]),
        ("make all scenes 2 seconds", [("set_duration", {"seconds": 2, "target": "all"})]),
        ("make scene two three seconds", [("set_duration", {"seconds": 3, "target": "scene 2"})]),
        ("warmer colours", [("set_style", {"palette": "warm"})]),
        ("use ocean colours", [("set_style", {"palette": "ocean"})]),
        ("make it green", [("set_style", {"palette": "forest"})]),
        ("make it portrait", [("set_format", {"format": "portrait"})]),
        ("undo", [("undo_change", {})]),
        ("please undo that", [("undo_change", {})]),
        ("rename scene 2 to Hook", [("edit_scene", {"target": "scene 2", "name": "Hook"})]),
        ("make the title bold", [("edit_scene", {"target": "scene 1", "bold": True})]),
        ('scene 3 should say "Hi"', [("edit_scene", {"target": "scene 3", "slots": {"headline": "Hi"}})]),
        ("change the button to Order now", [("edit_scene", {"target": "scene 3", "slots": {"button": "Order now"}})]),
    ],
)
async def test_a_change_is_the_call_that_makes_it(message, expected):
    assert await calls(message) == expected


async def test_length_and_weight_in_one_message_are_two_calls_in_one_step():
    assert await calls("make scene 2 three seconds and bold") == [
        ("set_duration", {"seconds": 3, "target": "scene 2"}),
        ("edit_scene", {"target": "scene 2", "bold": True}),
    ]


async def test_calls_that_shift_the_numbers_come_last_and_go_by_name():
    assert await calls("delete scene 2 and make scene 3 bold") == [
        ("edit_scene", {"target": "Call to action", "bold": True}),
        ("delete_scenes", {"targets": "Highlights"}),
    ]


async def test_the_scene_is_the_one_last_spoken_of():
    expected = [("set_duration", {"seconds": 3, "target": "Highlights"})]

    assert await calls("make scene 2 bold", "speed it up and make the scene 3 seconds") == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("make it three seconds", [("set_duration", {"seconds": 3, "target": "scene 2"})]),
        ("make it bold", [("edit_scene", {"target": "scene 2", "bold": True})]),
        ("delete it", [("delete_scenes", {"targets": "scene 2"})]),
        ("move this to the end", [("move_scene", {"target": "scene 2", "to": 4})]),
        ("make it portrait", [("set_format", {"format": "portrait"})]),
        ("make the video 30 seconds", [("set_duration", {"seconds": 30})]),
        ("make scene 4 three seconds", [("set_duration", {"seconds": 3, "target": "scene 4"})]),
    ],
)
async def test_it_is_the_scene_that_is_chosen_on_the_page(message, expected):
    assert await calls("make scene 1 bold", message, system=video(chosen=2)) == expected


async def test_the_scene_is_the_one_last_changed():
    edit = ToolRequest("a", "edit_scene", '{"target": "Logo", "bold": true}')
    turns = (
        Turn("user", "something"),
        Turn("assistant", "On it.", (edit,)),
        Turn("tool", '{"success": true}', tool_request_id="a"),
        Turn("user", "make the scene 3 seconds"),
    )
    [call] = (await answer(connect(""), StepRequest(video(), turns, SPECS))).tool_requests

    assert arguments(call) == {"seconds": 3, "target": "scene 4"}


async def test_the_only_scene_is_the_scene():
    [call] = await calls("speed it up and make the scene 3 seconds", system=video(SCENES[:1]))

    assert (call[0], call[1]["seconds"]) == ("set_duration", 3)


async def test_a_scene_that_may_be_any_is_asked_about_with_options_that_are_understood():
    [(name, question)] = await calls("speed it up and make the scene 3 seconds")

    assert name == "ask_user"
    assert await calls(question["options"][1]) == [("set_duration", {"seconds": 3, "target": "scene 2"})]


@pytest.mark.parametrize(
    ("message", "name", "template"),
    [
        ("add a scene about opening hours", "Opening Hours", "split_image"),
        ("add a scene called `Build a' <b>word</b>`", "Build a' <b>word</b>", "split_image"),
        ("insert a logo scene", "Logo 2", "logo_sting"),
        ("add another scene", "One more thing", "split_image"),
    ],
)
async def test_a_scene_is_added_with_words_that_its_template_takes(message, name, template):
    [(tool, given)] = await calls(message)

    assert (tool, given["name"], given["template"]) == ("add_scene", name, template)
    TEMPLATES[template].slots.model_validate(given["slots"])


async def test_a_scene_is_added_where_and_as_long_as_asked():
    [(_, given)] = await calls("add a 3 second scene about latte art after scene 1")

    assert (given["seconds"], given["at"]) == (3, 2)


async def test_a_name_with_odd_marks_is_found():
    system = video([*SCENES[:2], SceneBrief("Build a' <b>word</b>", "title", {"headline": "x"})])

    assert await calls("delete the scene Build a' <b>word</b>", system=system) == [
        ("delete_scenes", {"targets": "scene 3"})
    ]


async def test_better_asks_with_options_that_change_the_video():
    [(name, question)] = await calls("make it better")

    assert name == "ask_user"
    for option in question["options"]:
        assert (await calls(option))[0][0] != "ask_user"


async def test_a_scene_that_is_not_there_is_said_and_nothing_is_called():
    assert "no scene 9" in await said("make scene 9 longer")
    assert "dog" in await said("delete the dog scene")


@pytest.mark.parametrize("message", ["make the title bigger", "use blurple colours", "sing me a song", "export it"])
async def test_what_is_not_understood_or_not_possible_is_said(message):
    assert await said(message)


async def test_a_part_that_is_not_understood_is_said_beside_the_part_that_is():
    from .studio import asked

    whole = await answer(connect(""), asked("make scene 2 bold and give me a pony", system=video()))

    assert [call.name for call in whole.tool_requests] == ["edit_scene"]
    assert "pony" in whole.text


async def test_the_closing_says_what_changed_and_the_new_length():
    text = (await closed("make scene 2 three seconds", FIRST_AND_LAST)).text

    assert "Scene 2 lasts 3 s" in text
    assert "13 seconds" in text


async def test_a_tool_that_failed_is_said_with_what_can_be_done_instead():
    failed = {"success": False, "result": None, "error": "There is nothing to undo."}
    whole = await closed("undo", failed)

    assert "Nothing was undone: There is nothing to undo." in whole.text
    assert "Done" not in whole.text
    assert whole.tool_requests == ()


async def test_one_of_two_that_failed_is_told_apart():
    failed = {"success": False, "result": None, "error": "It has no words."}
    text = (await closed("make scene 2 three seconds and bold", FIRST_AND_LAST, failed)).text

    assert "Scene 2 lasts 3 s" in text
    assert "could not be changed: It has no words." in text


async def test_the_same_request_gives_the_same_calls():
    message = "add a scene about opening hours"

    assert json.dumps(await calls(message)) == json.dumps(await calls(message))
    assert await calls("undo", system=NO_VIDEO) == []
