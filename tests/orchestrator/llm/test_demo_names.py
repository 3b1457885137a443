"""The demo director names projects, and asks when it cannot know."""

import pytest

from orchestrator.llm.demo import connect, plan

from .conversation import answer, said
from .director import COFFEE, after_tool, called, planned, reply


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("call it Morning Light", "Morning Light"),
        ("rename the project to Late Night, Part 2", "Late Night, Part 2"),
        ('Please rename it to "Bean There", thanks', "Bean There"),
        ("can you change the title to Été?", "Été"),
        ("The project should be called Nine Lives.", "Nine Lives"),
        ("let's call this project X", "X"),
        (f"call it {'Long ' * 30}Name", f"{'Long ' * 30}Name"),
    ],
)
async def test_a_name_asked_for_is_set_word_for_word(message, name):
    assert await called(message) == ("set_title", {"title": name, "asked": True})


async def test_a_rename_is_confirmed_only_if_it_happened():
    director, message = connect(""), "call it Dawn"
    [call] = (await answer(director, said(message))).tool_requests

    good = (await answer(director, after_tool(message, "", call, {"success": True}))).text
    bad = (await answer(director, after_tool(message, "", call, {"success": False, "error": "Too long."}))).text

    assert "**Dawn**" in good
    assert "could not be named: Too long." in bad
    assert "Dawn" not in bad


@pytest.mark.parametrize("message", ["make it better", "Can you improve this?", "spice it up"])
async def test_better_with_nothing_planned_is_asked_about(message):
    name, arguments = await called(message)

    assert name == "ask_user"
    assert arguments["question"].strip()
    assert len(arguments["options"]) >= 2


async def test_every_option_offered_is_a_message_the_director_understands():
    first = await reply(COFFEE)
    _, unplanned = await called("make it better")
    _, with_plan = await called(COFFEE, first, "make it better")

    for option in unplanned["options"]:
        assert await planned("make it better", "What about?", option)
    for option in with_plan["options"]:
        assert await planned(COFFEE, first, "make it better", "Which way?", option) != plan.find(first)


async def test_a_brief_without_a_subject_is_asked_about_and_then_completed():
    name, arguments = await called("Make a 12 second video")
    completed = await planned("Make a 12 second video", arguments["question"], "it's about a dog on a skateboard")

    assert name == "ask_user"
    assert completed.seconds == 12
    assert "Dog" in completed.title


async def test_without_the_tool_a_question_is_asked_in_words():
    whole = await answer(connect(""), said("make it better", tools=()))

    assert whole.tool_requests == ()
    assert "?" in whole.text


async def test_tools_that_are_not_to_be_used_are_not_used():
    whole = await answer(connect(""), said(COFFEE, tool_choice="none"))

    assert whole.tool_requests == ()
    assert plan.find(whole.text)
