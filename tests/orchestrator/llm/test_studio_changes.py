"""A message changes the video: the right tools with the right arguments, and honest words afterwards."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.agents.scene_draft import added
from orchestrator.llm.demo import connect
from orchestrator.llm.demo.studio import wishes
from orchestrator.llm.demo.studio.clauses import clauses
from orchestrator.llm.demo.studio.entrances import Entrance
from orchestrator.llm.demo.studio.quoting import literal
from orchestrator.llm.demo.studio.wishes import Wish
from orchestrator.llm.interface import StepRequest, ToolRequest, Turn
from projects.storyboard.compose import SceneBrief, blank
from tests.projects.storyboard.strategies import QUICK

from .conversation import answer
from .studio import NO_VIDEO, SCENES, SPECS, arguments, calls, closed, drafted, edited, said, video

FIRST_AND_LAST = {"success": True, "result": {"seconds": 13.0, "summary": "Scene 2 lasts 3 s"}}


def edit(target: str, instruction: str) -> tuple[str, dict]:
    return "edit_scene", {"target": target, "instruction": instruction}


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
        ("rename scene 2 to Hook", [edit("scene 2", 'Call it "Hook".')]),
        ("make the title bold", [edit("scene 1", "Make it bold.")]),
        ('scene 3 should say "Hi"', [edit("scene 3", 'Change the text to "Hi".')]),
        ("change the button to Order now", [edit("scene 3", 'Change the button to "Order now".')]),
        (
            "let the title of scene 2 slide in from the left in 1.5 seconds",
            [edit("scene 2", "Let the title slide in from the left over 1.5 seconds.")],
        ),
        (
            "let the title slide in from the left in 1.5 seconds",
            [edit("scene 1", "Let the title slide in from the left over 1.5 seconds.")],
        ),
        ("make the title in scene 2 fly in from above", [edit("scene 2", "Let the title drop in from the top.")]),
        ("make it pop in neon colours", [("set_style", {"palette": "neon"})]),
        ("drop the subtitle of scene 1 in", [edit("scene 1", "Let the subtitle drop in from the top.")]),
        (
            "make scene 2 bold and fade its title in over 2 s",
            [edit("Highlights", "Make it bold."), edit("Highlights", "Let the title fade in over 2 seconds.")],
        ),
    ],
)
async def test_a_change_is_the_call_that_makes_it(message, expected):
    assert await calls(message) == expected


async def test_length_and_weight_in_one_message_are_two_calls_in_one_step():
    assert await calls("make scene 2 three seconds and bold") == [
        ("set_duration", {"seconds": 3, "target": "scene 2"}),
        edit("scene 2", "Make it bold."),
    ]


async def test_calls_that_shift_the_numbers_come_last_and_go_by_name():
    assert await calls("delete scene 2 and make scene 3 bold") == [
        edit("Call to action", "Make it bold."),
        ("delete_scenes", {"targets": "Highlights"}),
    ]


async def test_the_scene_is_the_one_last_spoken_of():
    expected = [("set_duration", {"seconds": 3, "target": "Highlights"})]

    assert await calls("make scene 2 bold", "speed it up and make the scene 3 seconds") == expected


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("make it three seconds", [("set_duration", {"seconds": 3, "target": "scene 2"})]),
        ("make it bold", [("edit_scene", {"target": "scene 2", "instruction": "Make it bold."})]),
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
    edit = ToolRequest("a", "edit_scene", '{"target": "Logo", "instruction": "Make it bold."}')
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
    draft = await drafted(given["name"], given["brief"])

    assert (tool, given["name"], draft.template) == ("add_scene", name, template)
    assert added(blank("landscape", "warm"), name, draft, 4, 0).scenes[0].name == name


INSTRUCTIONS = [
    ("title", 'Call it "Hook".', {"name": "Hook"}),
    ("title", "rename it to Build a' <b>word</b>", {"name": "Build a' <b>word</b>"}),
    ("quote", "Make it bold.", {"bold": True}),
    ("title", 'Change the headline to "Hi. And \\"bye\\"". Make it bold.', None),
    ("call_to_action", 'Change the button to "Order now".', {"slots": {"button": "Order now"}}),
    ("title", "the subtitle should say: Every morning", {"slots": {"subtitle": "Every morning"}}),
    ("split_image", "Make it about latte art.", {"name": "Latte Art", "slots": {"title": "Latte Art"}}),
    ("big_words", "It should say Fresh, Warm, Yours", {"slots": {"words": ["Fresh", "Warm", "Yours"]}}),
    ("title", "Let the title fade in", {"entrance": {"preset": "fade", "seconds": 0.8}}),
    (
        "title",
        "let the subtitle fly in from the right side over 2 seconds",
        {"entrance": {"preset": "right", "seconds": 2.0, "text": "subtitle"}},
    ),
    ("statistic", "The number pops in.", {"entrance": {"preset": "pop", "seconds": 0.8, "text": "number"}}),
    ("title", "Sing.", {}),
]


@pytest.mark.parametrize(("template", "instruction", "expected"), INSTRUCTIONS)
async def test_an_instruction_becomes_what_the_scene_agent_may_say(template, instruction, expected):
    if expected is None:
        expected = {"slots": {"headline": 'Hi. And "bye"'}, "bold": True}
    assert await edited(template, instruction) == expected


@QUICK
@given(text=st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_what_is_wished_survives_being_said(text):
    text = text.strip()
    entrance = Entrance("left", 1.5, "title")
    for wish in (
        Wish(name=text),
        Wish(field="button", text=text),
        Wish(about=text),
        Wish(bold=True, entrance=entrance),
    ):
        read = Wish()
        for clause in clauses(wish.words):
            read = read.and_also(wishes.read(clause, literal))
        assert read == wish


@pytest.mark.parametrize(
    ("message", "headline"),
    [
        ("make a scene where 'Hello World' slides in from the left in 1.5 s", "Hello World"),
        ('add a scene with the words "It\'s <b>on</b>" sliding in from the left in 1.5 seconds', "It's <b>on</b>"),
    ],
)
async def test_a_scene_with_an_entrance_is_added_as_it_is_asked_for(message, headline):
    [(tool, given)] = await calls(message)
    draft = await drafted(given["name"], given["brief"])

    assert (tool, given["name"], given.get("seconds")) == ("add_scene", headline, None)
    assert (draft.template, draft.slots) == ("title", {"headline": headline})
    assert (draft.entrance.preset, draft.entrance.seconds) == ("left", 1.5)


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


@pytest.mark.parametrize("message", ["make the title bigger", "use blurple colours", "sing me a song"])
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


async def test_notes_beside_a_message_are_no_part_of_it() -> None:
    note = '[note: on the page, the person changed the video: "Scene 1: delete scene 2"]'
    told = f"{note}\n\nMake it portrait\n\n{note}"
    assert await calls(told) == await calls("Make it portrait") == [("set_format", {"format": "portrait"})]


async def test_a_scene_whose_name_has_quotes_is_known_by_it() -> None:
    system = video([SceneBrief('The "best" one', "title", {"headline": "One"}), SCENES[1]])
    assert await calls('Delete The "best" one', system=system) == [("delete_scenes", {"targets": "scene 1"})]
