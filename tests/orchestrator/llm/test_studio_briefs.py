"""A brief becomes a video: a name and a plan in one step, and a closing word in the next."""

import re

import pytest

from projects.storyboard.palettes import PALETTES

from .director import COFFEE
from .studio import NO_VIDEO, built, calls, closed, plan, said, video

SUBJECTS = (
    "a coffee shop",
    "my bakery",
    "a restaurant by the sea",
    "a trip to Iceland",
    "our new app",
    "a gym",
    "a rock band",
    "my sister's wedding",
    "bees",
    "black holes",
    "handmade candles",
    "the incredibly long-winded antidisestablishmentarianism of Llanfairpwllgwyngyllgogerychwyrndrobwll",
    "{x} and %s <b>stars</b>",
    "Zürich im Frühling",
    "foxes 🦊",
    "a dog on a skateboard",
    "how tea is made",
)
FORMS = (
    "Make a 20 second intro for {}",
    "a portrait trailer about {} in 12 scenes, 45 seconds",
    "Make a 3 second video about {} with 6 scenes in neon colours",
)
BRIEFS = [
    form.format(subject) if "{x}" not in subject else form.replace("{}", subject)
    for form in FORMS
    for subject in SUBJECTS
]


@pytest.mark.parametrize("brief", BRIEFS)
async def test_every_plan_is_a_video_that_can_be_drawn(brief):
    given = await plan(brief)
    document = built(given)

    assert document.duration == given["seconds"]
    assert len({scene.name for scene in document.scenes}) == len(document.scenes)


async def test_a_first_brief_is_named_and_planned_in_one_step():
    name, made = await calls(COFFEE, system=NO_VIDEO)

    assert name == ("set_title", {"title": "Coffee Shop Intro", "asked": False})
    assert made[0] == "plan_video"
    assert (made[1]["seconds"], made[1]["palette"], made[1]["format"]) == (20, "warm", "landscape")


async def test_four_scenes_of_twenty_seconds_in_total():
    given = await plan("Make a video about bees with 4 scenes of 20 s in total")

    assert (given["seconds"], len(given["scenes"])) == (20, 4)


async def test_a_video_ends_with_what_to_do_and_the_name():
    assert [scene["template"] for scene in (await plan(COFFEE))["scenes"]][-2:] == ["call_to_action", "logo_sting"]


async def test_length_format_and_colours_are_those_asked_for():
    given = await plan("Make a 15 second square ad for a gym in black and gold")

    assert (given["seconds"], given["format"], given["palette"]) == (15, "square", "gold")


async def test_colours_that_nobody_named_are_from_the_palettes_and_said():
    assert (await plan("a video about clouds"))["palette"] in PALETTES


async def test_a_project_with_a_name_keeps_it():
    [call] = await calls("Make a new 30 second trailer about volcanoes")

    assert (call[0], call[1]["seconds"]) == ("plan_video", 30)


async def test_better_with_no_video_asks_one_question_and_does_nothing_else():
    assert [name for name, _ in await calls("make it better", system=NO_VIDEO)] == ["ask_user"]


@pytest.mark.parametrize("message", ["make scene 2 bold", "delete the last scene", "make it bold"])
async def test_a_change_with_no_video_asks_what_to_make(message):
    assert [name for name, _ in await calls(message, system=NO_VIDEO)] == ["ask_user"]


async def test_the_closing_tells_the_scenes_as_the_tool_made_them():
    result = {"seconds": 20.0, "scenes": [{"number": 1, "name": "Opening", "seconds": 20.0}]}
    whole = await closed(COFFEE, {"success": True}, {"success": True, "result": result}, system=NO_VIDEO)

    assert whole.tool_requests == ()
    assert "20 seconds" in whole.text
    assert "**Opening** (20 s)" in whole.text
    assert "warm colours" in whole.text
    assert "###" not in whole.text


async def test_a_plan_that_failed_is_not_claimed():
    failed = {"success": False, "result": None, "error": "The disk is full."}
    text = (await closed(COFFEE, {"success": True}, failed, system=NO_VIDEO)).text

    assert "could not be made: The disk is full." in text
    assert not re.search(r"here is the video|first cut|ready", text, re.I)


async def test_questions_are_answered_from_the_video():
    assert "20 seconds" in await said("how long is it?")
    assert "4 scenes" in await said("how many scenes are there?")
    assert "Highlights" in await said("show me the scenes", system=video())
