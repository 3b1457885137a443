"""A brief becomes a named project and a plan. Messages are as people write them; the wording of answers is free."""

import json
import re

import pytest

from orchestrator.llm.demo import connect, plan

from .conversation import answer, said
from .director import COFFEE, after_tool, called, planned, reply

CLAIMS = re.compile(
    r"\bI(?:'ve| have)? (?:built|made|created|changed|rendered|added)|(?<!nothing )(?<!of it )is (?:ready|built)", re.I
)


async def test_a_first_brief_names_the_project_then_plans_it():
    director = connect("")

    first = await answer(director, said(COFFEE))
    [call] = first.tool_requests
    second = await answer(director, after_tool(COFFEE, first.text, call, {"success": True}))

    assert first.end.finish_reason == "tool_calls"
    assert first.text
    assert (call.name, json.loads(call.arguments)) == ("set_title", {"title": "Coffee Shop Intro", "asked": False})
    assert second.end.finish_reason == "stop"
    assert plan.find(second.text).seconds == 20


async def test_a_name_that_was_refused_is_said_and_the_plan_comes_all_the_same():
    director = connect("")
    first = await answer(director, said(COFFEE))
    request = after_tool(COFFEE, first.text, first.tool_requests[0], {"success": False, "error": "It is locked."})

    text = (await answer(director, request)).text

    assert "It is locked." in text
    assert plan.find(text)


@pytest.mark.parametrize(
    ("brief", "seconds"),
    [
        (COFFEE, 20),
        ("I need a half-a-minute ad for my bakery", 30),
        ("Create a 1:30 explainer about black holes", 90),
        ("a minute and a half about the history of coffee", 90),
        ("Make a video that is 1 minute and 20 seconds long about bees", 80),
        ("twenty-five second trailer for a game named Night Harbor", 25),
        ("Make a 7.5s clip about rain with 4 scenes", 7.5),
        ("Make a 2 minute story in 8 scenes about the sea", 120),
        ("Make a 7 second video about a fox with 5 scenes", 7),
    ],
)
async def test_the_scenes_add_up_exactly_to_the_length_asked_for(brief, seconds):
    assert (await planned(brief)).seconds == seconds


@pytest.mark.parametrize(
    ("brief", "count"),
    [
        ("Make a video about bees with 5 scenes", 5),
        ("a 30 second video about bees in six scenes", 6),
        ("Make a 3 scene teaser of my app", 3),
        ("a video about bees, a single scene", 1),
        ("a 2 minute film about bees with twenty-two scenes", 22),
    ],
)
async def test_as_many_scenes_as_asked_for(brief, count):
    assert len((await planned(brief)).scenes) == count


@pytest.mark.parametrize(
    ("brief", "shape"),
    [
        ("Make a vertical video about tea", "portrait"),
        ("a 9:16 clip about tea", "portrait"),
        ("a tea video for TikTok", "portrait"),
        ("a square video about tea", "square"),
        ("a landscape video about tea", "landscape"),
        ("a video about tea", "landscape"),
    ],
)
async def test_the_format_is_the_one_asked_for(brief, shape):
    assert (await planned(brief)).shape == shape


@pytest.mark.parametrize(
    ("brief", "look"),
    [
        (COFFEE, "warm light"),
        ("a video about tea in soft pastel tones", "soft pastels"),
        ("a dark and moody trailer about tea", "a dark, quiet look"),
        ("a video about tea in black and gold", "black and gold"),
        ("a video about tea, neon colors", "neon on black"),
    ],
)
async def test_colours_follow_the_mood(brief, look):
    assert (await planned(brief)).colours.startswith(look)


async def test_colours_of_the_subject_are_not_colours_of_the_video():
    assert not (await planned("a 10 second video about black holes")).colours.startswith("black and white")


async def test_what_the_director_chose_by_itself_is_said():
    text = await reply("Make a video about tea")

    assert "no length" in text
    assert "no colours" in text


async def test_what_cannot_be_done_as_asked_is_said():
    assert "10 minutes at most" in await reply("Make a 3 hour film about tea")
    assert "10 is the most" in await reply("Make a video about tea with 40 scenes in 5 seconds")


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ("A 10 second ad for my bakery called Bean There", "Bean There Ad"),
        ("Make a video about the history of coffee", "History of Coffee"),
        ("coffee shop intro, 20s", "Coffee Shop Intro"),
    ],
)
async def test_the_title_fits_the_brief(brief, title):
    assert await called(brief) == ("set_title", {"title": title, "asked": False})


async def test_a_title_inside_a_brief_is_an_asked_title():
    brief = "Please create a 10-second birthday invitation for Ana in pink and call it Ana Turns Nine"

    assert await called(brief) == ("set_title", {"title": "Ana Turns Nine", "asked": True})


async def test_a_project_that_was_named_keeps_its_name():
    assert (
        await answer(connect(""), said("call it Sunrise", "Done.", "A 5 second intro for a farm"))
    ).tool_requests == ()
    assert (await planned("call it Sunrise", "Done.", "A 5 second intro for a farm")).title == "Sunrise"


async def test_a_second_brief_is_planned_without_a_new_name():
    whole = await answer(connect(""), said(COFFEE, await reply(COFFEE), "Now make a 30 second trailer about volcanoes"))

    assert whole.tool_requests == ()
    assert plan.find(whole.text).seconds == 30


async def test_nothing_is_claimed_that_was_not_done():
    first = await reply(COFFEE)
    answers = [
        first,
        await reply(COFFEE, first, "make scene 2 three seconds"),
        await reply(COFFEE, first, "build it now"),
    ]

    assert [claim for text in answers for claim in CLAIMS.findall(text)] == []
    assert re.search(r"cannot build|all I can do is plan|I cannot", answers[2])
