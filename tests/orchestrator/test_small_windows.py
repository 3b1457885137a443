"""A model whose window is smaller than our budget of history is told less of it, instead of nothing for ever."""

import pytest

from chatstream.run.errors import UserError
from orchestrator.llm.interface import ChatMessage, ToolRequest
from orchestrator.turn.history import newer_half
from projects.models import Message, Project
from tests.chat import ask, run
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

TOO_LONG = UserError("This conversation has become too long for the AI.", "conversation_too_long", detail="HTTP 400")


async def ask_all(project: Project, model: ScriptedModel, *messages: str) -> Message:
    """Earlier messages with an answer of a word each; returns the answer to the last one, which is still to be scripted."""
    for message in messages[:-1]:
        model.answers("Good.")
        await run(await ask(project, message))
    return await ask(project, messages[-1])


def words(model: ScriptedModel) -> list[list[str]]:
    """What people said, of each request."""
    return [[turn.content for turn in request.messages if turn.role == "user"] for request in model.requests]


async def test_half_of_what_came_earlier_is_left_out_until_it_fits(project: Project, model: ScriptedModel) -> None:
    answer = await ask_all(project, model, "One", "Two", "Six", "Ten", "Now")
    model.answers(TOO_LONG)
    model.answers(TOO_LONG)
    model.answers("It fits.")

    ended = await run(answer)

    assert (ended.status, ended.content) == ("success", "It fits.")
    assert words(model)[-3:] == [["One", "Two", "Six", "Ten", "Now"], ["Six", "Ten", "Now"], ["Ten", "Now"]]


async def test_the_steps_after_it_stay_short(project: Project, model: ScriptedModel) -> None:
    answer = await ask_all(project, model, "One", "Two")
    model.answers(TOO_LONG)
    model.answers(use("set_title", title="Dawn"))
    model.answers("Named.")

    await run(answer)

    assert model.requests[-1].messages[0].content == "Two"


async def test_a_question_that_is_too_long_by_itself_is_said(project: Project, model: ScriptedModel) -> None:
    answer = await ask_all(project, model, "One", "Two")
    model.answers(TOO_LONG)
    model.answers(TOO_LONG)

    ended = await run(answer)

    assert (ended.status, ended.error["code"]) == ("error", "conversation_too_long")
    assert words(model)[-1] == ["Two"]


async def test_what_has_spoken_is_not_begun_again(project: Project, model: ScriptedModel) -> None:
    answer = await ask_all(project, model, "One", "Two")
    model.answers("Half an ans", TOO_LONG)

    assert (await run(answer)).error["code"] == "conversation_too_long"


def test_a_cut_is_before_a_person_speaks_so_that_no_result_loses_its_call() -> None:
    call = ToolRequest("1", "set_title", "{}")
    long = ChatMessage("assistant", "x" * 400, (call,))
    turns = [
        ChatMessage("user", "One"),
        long,
        ChatMessage("tool", "{}", tool_request_id="1"),
        ChatMessage("user", "Two"),
        ChatMessage("assistant", "b"),
    ]

    assert newer_half([*turns, ChatMessage("user", "Three"), long]) == [*turns[3:], ChatMessage("user", "Three"), long]
