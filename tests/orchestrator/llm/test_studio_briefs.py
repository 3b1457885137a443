"""A brief becomes a video: a name and a plan in one step, and a closing word in the next."""

import json
import re

import pytest

from orchestrator.llm.demo import connect
from orchestrator.llm.demo.studio import briefs
from orchestrator.llm.demo.studio.copybank import ANY
from orchestrator.llm.demo.studio.slots import FILLED
from projects.pages import STARTERS
from projects.storyboard.palettes import PALETTES

from .conversation import answer
from .director import COFFEE
from .studio import NO_VIDEO, answered, arguments, asked, built, calls, closed, drafted, plan, said, video

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
    document = await built(given)

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
    scenes = (await built(await plan(COFFEE))).scenes
    assert [scene.template.name for scene in scenes][-2:] == ["call_to_action", "logo_sting"]


async def test_the_scenes_have_the_words_of_their_subject():
    opening, features, *_, action, logo = (await built(await plan(COFFEE))).scenes
    assert opening.template.slots == {"headline": "Coffee Shop", "subtitle": "Slow mornings, freshly poured"}
    assert features.template.slots["features"][0] == "Freshly ground, every cup"
    assert action.template.slots["detail"] == "Coffee Shop"
    assert logo.template.slots["name"] == "Coffee Shop"


async def test_the_briefs_of_the_empty_page_have_words_of_their_own():
    openings = [(await built(await plan(starter))).scenes[0].template.slots for starter in STARTERS]
    assert [slots["headline"] for slots in openings] == [
        "Coffee Shop",
        "Running Shoes",
        "Photosynthesis",
        "Happy birthday, Maya!",
    ]
    assert ANY.line not in [slots["subtitle"] for slots in openings]


@pytest.mark.parametrize("template", FILLED)
@pytest.mark.parametrize(
    "about", ["a coffee shop", "our new logo", "seven steps to a good quote", "the number of bees"]
)
async def test_a_brief_of_a_plan_becomes_the_scene_that_was_meant(template, about):
    assert (await drafted("A scene", briefs.planned(template, 'Say: "Hi"', about))).template == template


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


PLANNED = {"name": "Opening", "brief": "The title.", "seconds": 3.0}, {"name": "Logo", "brief": "It.", "seconds": 2.0}
PLAN = {"success": True, "result": {"seconds": 5.0, "scenes": PLANNED}}


def done(*names: str) -> dict:
    scenes = [{"number": n, "name": name, "seconds": 2.5} for n, name in enumerate(names, 1)]
    return {"success": True, "result": {"seconds": 2.5 * len(names), "scenes": scenes}}


async def test_when_the_plan_stands_all_its_scenes_are_asked_for_in_one_step():
    step = await closed(COFFEE, {"success": True}, PLAN, system=NO_VIDEO)

    assert [(call.name, arguments(call)) for call in step.tool_requests] == [
        ("add_scene", PLANNED[0]),
        ("add_scene", PLANNED[1]),
    ]


async def test_the_first_scene_is_there_before_seventy_words_were_said():
    """In less than three seconds at the usual pace; the scenes are written side by side."""
    first = await answer(connect(""), asked(COFFEE))
    second = await closed(COFFEE, {"success": True}, PLAN, system=NO_VIDEO)
    [opening, *_] = (await plan(COFFEE))["scenes"]
    scene = json.dumps((await drafted(opening["name"], opening["brief"])).model_dump())

    assert len(first.pieces) + len(second.pieces) + len(scene.split()) < 70


async def test_the_closing_tells_the_scenes_as_the_tools_made_them():
    after_plan = await answered(asked(COFFEE), {"success": True}, PLAN)
    whole = await answer(connect(""), await answered(after_plan, done("Opening"), done("Opening", "Logo")))

    assert whole.tool_requests == ()
    assert "5 seconds" in whole.text
    assert "1. **Opening** (2.5 s)\n2. **Logo** (2.5 s)" in whole.text
    assert "warm colours" in whole.text
    assert "###" not in whole.text


async def test_a_scene_that_failed_is_told_beside_those_that_are_there():
    failed = {"success": False, "result": None, "error": "The model is overloaded."}
    after_plan = await answered(asked(COFFEE), {"success": True}, PLAN)
    text = (await answer(connect(""), await answered(after_plan, failed, done("Logo")))).text

    assert "**Logo**" in text
    assert "could not be added: The model is overloaded." in text


async def test_a_plan_that_failed_is_not_claimed():
    failed = {"success": False, "result": None, "error": "The disk is full."}
    text = (await closed(COFFEE, {"success": True}, failed, system=NO_VIDEO)).text

    assert "could not be made: The disk is full." in text
    assert not re.search(r"here is the video|first cut|ready", text, re.I)


async def test_scenes_that_all_failed_are_not_claimed():
    failed = {"success": False, "result": None, "error": "The disk is full."}
    after_plan = await answered(asked(COFFEE), {"success": True}, PLAN)
    text = (await answer(connect(""), await answered(after_plan, failed, failed))).text

    assert "could not be added: The disk is full." in text
    assert not re.search(r"here is the video|first cut|ready", text, re.I)


HELLO = "make a scene where 'Hello World' slides in from the left in 1.5 s"


@pytest.mark.parametrize(
    "message", [HELLO, 'I want a 4 second scene with "Hello World" sliding in from the left in 1.5s']
)
async def test_a_first_scene_is_a_video_of_one_scene(message):
    given = await plan(message)
    [scene] = (await built(given)).scenes

    assert (scene.name, scene.duration, given["seconds"]) == ("Hello World", 4, 4)
    [headline] = [layer for layer in scene.layers if layer.id == "headline"]
    assert headline.text == "Hello World"
    assert (headline.enter.preset, headline.enter.duration) == ("left", 1.5)


async def test_questions_are_answered_from_the_video():
    assert "20 seconds" in await said("how long is it?")
    assert "4 scenes" in await said("how many scenes are there?")
    assert "Highlights" in await said("show me the scenes", system=video())
