"""What bounds a turn, so that no model can go on for ever."""

import pytest

from orchestrator.llm.interface import StepEnd
from projects.models import Message, Project, ToolCall
from storyboard.palettes import PALETTES
from tests.chat import ask, events, rows, run
from tests.orchestrator.paint_tools import Paint
from tests.orchestrator.videos import documents, make_video
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections", "paint")


def code(answer: Message) -> str:
    assert answer.status == "error"
    assert answer.error is not None
    return answer.error["code"]


async def test_the_same_call_three_times_is_going_in_circles(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    for word in ("Once. ", "Twice. ", "Thrice. "):
        model.answers(word, use("paint", colour="red"))
    answer = await run(await ask(project))
    assert code(answer) == "going_in_circles"
    assert answer.content == "Once. \n\nTwice. \n\nThrice. "
    assert paint.at_work == ["red", "red"]


async def test_the_same_call_three_times_in_one_step_is_meant(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    model.answers(use("paint", colour="red"), use("paint", colour="red"), use("paint", colour="red"))
    model.answers("Three coats.")
    assert (await run(await ask(project))).status == "success"
    assert paint.at_work == ["red", "red", "red"]


async def test_the_same_step_that_comes_to_something_new_each_time_is_no_circle(
    project: Project, model: ScriptedModel
) -> None:
    await make_video(project, model, *(use("set_style", palette=palette) for palette in ("ocean", "mono", "neon")))
    for _ in range(3):
        model.answers(use("undo_change"))
    model.answers("All three.")
    assert (await run(await ask(project))).status == "success"
    assert (await documents(project))[-1].style.palette == PALETTES["warm"]


async def test_the_same_tool_with_other_arguments_is_no_circle(project: Project, model: ScriptedModel) -> None:
    for colour in ("red", "green", "blue"):
        model.answers(use("paint", colour=colour))
    model.answers("A rainbow.")
    assert (await run(await ask(project))).status == "success"


async def test_a_turn_has_so_many_steps(project: Project, model: ScriptedModel, settings) -> None:
    settings.TURN_MAX_STEPS = 2
    model.answers("One. ", use("paint", colour="red"))
    model.answers("Two. ", use("paint", colour="blue"))
    answer = await run(await ask(project))
    assert (code(answer), answer.content) == ("too_many_steps", "One. \n\nTwo. ")


async def test_a_turn_has_so_many_tool_calls(project: Project, model: ScriptedModel, settings) -> None:
    settings.TURN_MAX_TOOL_CALLS = 3
    model.answers(use("paint", colour="red"), use("paint", colour="green"))
    model.answers(use("paint", colour="blue"), use("paint", colour="white"))
    assert code(await run(await ask(project))) == "too_many_tool_calls"
    assert len(await rows(ToolCall.objects)) == 2  # of the step that was too much, no call is made
    assert len(await events(project, "tool_result")) == 2


async def test_an_answer_that_was_filtered_says_so(project: Project, model: ScriptedModel) -> None:
    model.answers("And then they", StepEnd("filtered"))
    answer = await run(await ask(project))
    assert (code(answer), answer.content) == ("content_filter", "And then they")
