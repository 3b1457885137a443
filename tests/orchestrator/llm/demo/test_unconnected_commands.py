"""The commands do what they say, through the tools, and tell of nothing that has not happened."""

import pytest

from orchestrator.llm.demo.commands import find_command
from orchestrator.llm.demo.script_choice import NOT_CARRIED_OUT
from orchestrator.llm.interface import ChatMessage
from projects.demo_offers import COMMANDS
from projects.models import Project
from storyboard.layers import Text
from tests.chat import ask, run
from tests.orchestrator.videos import documents

from .unconnected import hear_end

pytestmark = pytest.mark.usefixtures("connections")
WORDS = "We open on Saturday.\nCoffee is free.\nCome in."


async def answers_to(project: Project, *messages: str) -> list[str]:
    """What is answered to each, after the video of three scenes is made."""
    await run(await ask(project, WORDS))
    return [(await run(await ask(project, message))).content for message in messages]


async def names(project: Project) -> list[str]:
    *_, newest = await documents(project)
    return [scene.name for scene in newest.scenes]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_shown_of_a_command_is_one(command):
    for example in (command.example, *command.form.split(" · ")):
        assert find_command(example, 5) is not None


def test_it_is_the_scene_that_is_chosen_on_the_page_and_the_video_without_one():
    lengths = [find_command("make it 3 seconds", 5, chosen).steps[0].calls[0].arguments for chosen in (2, None)]
    assert lengths == [{"seconds": 3.0, "target": "scene 2"}, {"seconds": 3.0}]
    assert find_command("make the video 3 seconds", 5, 2).steps[0].calls[0].arguments == {"seconds": 3.0}


async def test_delete_move_and_undo(project: Project) -> None:
    words = await answers_to(project, "delete scene 2", "move scene 2 to 1", "undo")

    assert await names(project) == ["We open on Saturday.", "Come in."]
    assert all(words)
    assert not any("Nothing changed" in each for each in words)


async def test_length_format_colours_and_text(project: Project) -> None:
    await answers_to(
        project, "make it 20 seconds", "make it square", "use ocean colours", "change “Saturday” to “Sunday”"
    )

    *_, newest = await documents(project)
    texts = [layer.text for scene in newest.scenes for layer in scene.layers if isinstance(layer, Text)]
    assert newest.duration == 20
    assert newest.canvas.width == newest.canvas.height
    assert newest.style.palette.accent == "#1ea7d8"
    assert texts == ["We open on Sunday.", "Coffee is free.", "Come in."]


async def test_what_a_tool_refuses_is_told_in_its_words(project: Project) -> None:
    words = await answers_to(project, "delete scene 9", "change “Monday” to “Sunday”", "make it 500 seconds")

    assert all(each.startswith("Nothing changed.") for each in words)
    assert "“Monday” stands in no text of the video." in words[1]
    assert len(await documents(project)) == 4


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"success": True, "result": {"summary": "Deleted “Opening”"}}, "Deleted “Opening”"),
        (
            {"success": True, "result": {"summary": "Nothing changed.", "note": "It is so."}},
            "Nothing changed. It is so.",
        ),
        ({"success": False, "error": "There is no scene 9."}, "Nothing changed. There is no scene 9."),
    ],
)
async def test_the_answer_is_the_tools_own_result(result, words):
    assert (await hear_end("delete scene 2", result)).text == words


async def test_what_is_added_before_the_command_is_through_leaves_it_alone_and_is_told_of() -> None:
    result = {"success": True, "result": {"summary": "Scene “What” deleted"}, "error": None}
    added = (ChatMessage("user", "Hello"),)
    heard = await hear_end("delete scene 2", result, added=added)
    assert heard.text == f"{(await hear_end('delete scene 2', result)).text}\n\n{NOT_CARRIED_OUT}"
