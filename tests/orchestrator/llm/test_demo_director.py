"""What the demo director promises. Messages are as people write them; the wording of answers is free."""

import json
import re

import pytest

from orchestrator.llm.demo import connect, plan
from orchestrator.llm.demo.plan import Plan
from orchestrator.llm.interface import StepRequest, ToolRequest, Turn

from .conversation import TOOLS, answer, said

COFFEE = "Make a 20 second intro for a coffee shop in warm colours"
CLAIMS = re.compile(
    r"\bI(?:'ve| have)? (?:built|made|created|changed|rendered|added)|(?<!nothing )(?<!of it )is (?:ready|built)", re.I
)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.DEMO_WORD_SECONDS = 0


async def reply(*messages: str, **options) -> str:
    """What the director says after `messages`, without any tool at hand."""
    return (await answer(connect(""), said(*messages, tools=(), **options))).text


async def planned(*messages: str) -> Plan:
    found = plan.find(await reply(*messages))
    assert found, "no plan in the answer"
    return found


async def edited(change: str) -> tuple[Plan, Plan]:
    """The plan of the coffee shop, and the same after one message."""
    first = await reply(COFFEE)
    return plan.find(first), await planned(COFFEE, first, change)


async def called(*messages: str) -> tuple[str, dict]:
    """The one tool call after `messages`: its name and arguments."""
    [call] = (await answer(connect(""), said(*messages))).tool_requests
    return call.name, json.loads(call.arguments)


def after_tool(message: str, text: str, call: ToolRequest, result: dict) -> StepRequest:
    asked = Turn("assistant", text, (call,))
    told = Turn("tool", json.dumps(result), tool_request_id=call.id)
    return StepRequest("", (Turn("user", message), asked, told), TOOLS)


# --- a brief


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


# --- changes


async def test_a_scene_gets_the_length_asked_for_and_the_others_stay():
    before, after = await edited("make scene 2 three seconds")

    assert after.scenes[1].seconds == 3
    assert [scene for place, scene in enumerate(after.scenes) if place != 1] == [*before.scenes[:1], *before.scenes[2:]]
    assert after.seconds == before.seconds - before.scenes[1].seconds + 3


@pytest.mark.parametrize(
    ("change", "place", "difference"),
    [
        ("make the second scene 2 seconds longer", 1, 2),
        ("can you cut 1 second from scene three?", 2, -1),
        ("the last scene should be one second shorter", -1, -1),
    ],
)
async def test_a_scene_gets_longer_or_shorter_by_what_is_asked(change, place, difference):
    before, after = await edited(change)

    assert after.scenes[place].seconds == before.scenes[place].seconds + difference


async def test_scenes_can_be_removed_moved_swapped_and_added():
    before, removed = await edited("remove the last scene")
    _, moved = await edited("move scene 3 to the start")
    _, swapped = await edited("swap scenes 1 and 2")
    _, added = await edited("add a 3 second scene about latte art after scene 1")

    a, b, c, d = before.scenes
    assert removed.scenes == (a, b, c)
    assert moved.scenes == (c, a, b, d)
    assert swapped.scenes == (b, a, c, d)
    assert [scene for scene in added.scenes if scene not in before.scenes] == [added.scenes[1]]
    assert (added.scenes[1].name, added.scenes[1].seconds) == ("Latte art", 3)


async def test_a_scene_is_found_by_its_name():
    before, after = await edited("delete the logo scene")

    assert after.scenes == before.scenes[:-1]


async def test_a_scene_that_is_not_there_is_asked_about_and_nothing_changes():
    text = await reply(COFFEE, await reply(COFFEE), "make scene 9 longer")

    assert "scene 9" in text
    assert plan.find(text) is None


async def test_the_whole_length_is_shared_out_anew():
    before, after = await edited("make it 30 seconds")

    assert after.seconds == 30
    assert [scene.name for scene in after.scenes] == [scene.name for scene in before.scenes]


async def test_two_changes_in_one_message_are_both_made():
    _, after = await edited("make the third scene 1.5s, and make it vertical")

    assert (after.scenes[2].seconds, after.shape) == (1.5, "portrait")


async def test_new_colours_change_the_colours_alone():
    before, after = await edited("use darker colours")

    assert after.colours.startswith("a dark, quiet look")
    assert after.scenes == before.scenes


async def test_undo_goes_back_to_the_plan_before():
    first = await reply(COFFEE)
    second = await reply(COFFEE, first, "remove scene 2")

    assert await planned(COFFEE, first, "remove scene 2", second, "undo that") == plan.find(first)


async def test_questions_about_the_plan_are_answered_from_it():
    first = await reply(COFFEE)

    assert "20 seconds" in await reply(COFFEE, first, "how long is it?")
    assert "4 scenes" in await reply(COFFEE, first, "how many scenes are there?")
    assert await planned(COFFEE, first, "show me the plan again") == plan.find(first)


# --- names, questions


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("call it Morning Light", "Morning Light"),
        ("rename the project to Late Night, Part 2", "Late Night, Part 2"),
        ('Please rename it to "Bean There", thanks', "Bean There"),
        ("can you change the title to Été?", "Été"),
        ("The project should be called Nine Lives.", "Nine Lives"),
        ("let's call this project X", "X"),
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


# --- words


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 13, 14, 25, 60, 299, 300, 1000, 3000])
async def test_a_voice_over_has_exactly_as_many_words_as_asked_for(count):
    assert len((await reply(f"write a {count} word voice-over about coffee")).split()) == count


@pytest.mark.parametrize(
    "message",
    [
        "Write a three hundred word narration about my bakery",
        "give me 300 words about the sea",
        "I need a voiceover of 300 words on tea",
        "Please draft a 300-word script for our new running shoes!",
    ],
)
async def test_a_voice_over_can_be_asked_for_in_many_ways(message):
    assert len((await reply(message)).split()) == 300


async def test_a_long_voice_over_is_varied_and_in_paragraphs():
    text = await reply("write a 1500 word voice-over about coffee")
    sentences = re.split(r"(?<=[.])\s+", text)

    assert len(text.split("\n\n")) >= 10
    assert len(set(sentences)) == len(sentences)
    assert text.count("coffee") > 5


async def test_too_many_words_are_declined():
    assert "3000 words" in await reply("write a 5000 word voice-over about coffee")


async def test_a_voice_over_for_the_plan_fits_its_length():
    text = await reply(COFFEE, await reply(COFFEE), "write a voice-over for it")

    assert len(text.split()) == 50  # 20 seconds of 2.5 words


async def test_the_plan_comes_as_json_in_a_fence():
    first = await reply(COFFEE)
    text = await reply(COFFEE, first, "give me the plan as JSON")

    [block] = re.findall(r"```json\n(.*?)\n```", text, re.S)
    document = json.loads(block)
    assert sum(scene["seconds"] for scene in document["scenes"]) == document["seconds"] == 20


# --- talk


@pytest.mark.parametrize("message", ["hi", "Hello there!", "thanks a lot", "good morning", "bye", "who are you?", "?!"])
async def test_small_talk_gets_a_short_answer(message):
    text = await reply(message)

    assert 2 <= len(text.split()) <= 40


@pytest.mark.parametrize(
    "message", ["what can you do?", "help", "What is the capital of France?", "asdf qwer", "Bonjour le monde"]
)
async def test_help_and_what_is_not_understood_get_a_list_of_what_can_be_done(message):
    text = await reply(message)

    assert text.count("\n- ") >= 4
    assert "voice-over" in text


async def test_it_says_that_it_is_no_model():
    assert "demo director" in await reply("are you a real AI?")


# --- how it speaks


async def test_the_same_request_gets_the_same_words():
    assert await reply(COFFEE) == await reply(COFFEE)


async def test_the_wording_is_never_the_same_for_all():
    subjects = ("tea", "bees", "a fox", "the sea", "trains", "my shop")
    texts = [await reply(f"Make a 10 second video about {subject}") for subject in subjects]
    lines = [set(text.splitlines()) - {""} for text in texts]

    assert not set.intersection(*(given - {"**10 seconds · landscape · 2 scenes**"} for given in lines))


async def test_a_message_said_twice_is_not_answered_with_the_same_words():
    hellos = ["hello"]
    for _ in range(4):
        hellos += [await reply(*hellos), "hello"]

    assert len(set(hellos)) > 2


async def test_it_speaks_word_by_word():
    whole = await answer(connect(""), said(COFFEE, tools=()))

    assert all(len(piece.split()) == 1 for piece in whole.pieces)
    assert whole.end.usage.output_tokens == len(whole.pieces)
    assert whole.end.usage.input_tokens == len(COFFEE.split()) + 4


async def test_an_answer_beyond_the_limit_is_cut_and_says_so():
    whole = await answer(connect(""), said("write a 300 word voice-over about coffee", max_output_tokens=50))

    assert (len(whole.pieces), whole.end.finish_reason) == (50, "length")


@pytest.mark.parametrize(
    "message", ["", " ", "a " * 16_000, "(" * 500, "\x00", "```", "### Plan\n1. **x** (3 s): y", "💡" * 300]
)
async def test_no_message_is_too_odd_for_an_answer(message):
    assert (await reply(message)).strip()


async def test_a_conversation_without_any_message_gets_an_answer():
    assert (await answer(connect(""), StepRequest("", ()))).text
