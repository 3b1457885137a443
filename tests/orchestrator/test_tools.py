"""Tool calls: a row, then the card, then effect and result together; a call that fails changes nothing and is told."""

import json
from typing import Any

import pytest
from django.db import IntegrityError

from chatstream.rows import ledger
from chatstream.rows.database import off_loop
from orchestrator.llm.interface import ToolRequest
from orchestrator.turn.tool_arguments import NOTICE
from projects.actions import rename_project
from projects.models import Project, ToolCall
from tests.chat import ask, events, fresh, rows, run, running, until
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


def last_results(model: ScriptedModel) -> list[dict[str, Any]]:
    """The results that the model was given last."""
    return [json.loads(turn.content) for turn in model.requests[-1].messages if turn.role == "tool"]


async def test_a_call_is_a_row_and_a_card_before_it_has_a_result(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers(use("paint", colour="red"))
    model.answers("Done.")
    async with running(answer) as owner:
        await until_at_work(project)
        [row], [card] = await rows(ToolCall.objects), await events(project, "tool_start")
        assert (row.status, row.arguments) == ("running", card["arguments"]) == ("running", {"colour": "red"})
        assert (card["tool_call_id"], card["title"]) == (str(row.pk), "Painting it red")
        assert await events(project, "tool_result") == []
        paint.dry.set()
        await owner
    [result] = await events(project, "tool_result")
    assert (result["success"], result["payload"]) == (True, {"colour": "red"})
    assert (await fresh(answer)).project.title == "Untitled video red"


async def test_a_call_whose_row_could_not_be_written_is_never_shown(
    project: Project, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> ToolCall:
        raise IntegrityError("a row that the database refuses")

    monkeypatch.setattr(ledger, "start_tool", fail)
    model.answers("Painting. ", use("paint"))
    assert (await run(await ask(project))).status == "error"
    assert await events(project, "tool_start") == []
    assert paint.at_work == []


async def test_a_result_is_committed_before_it_is_said(
    project: Project, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_before: list[int] = []
    finish_tool = ledger.finish_tool

    def finish(*args: Any) -> ledger.ToolOutcome:
        outcome = finish_tool(*args)
        row = ToolCall.objects.get()
        assert (row.status, row.payload) == ("success", {"colour": "red"})
        said_before.append(row.message.project.outbox.filter(type="tool_result").count())
        return outcome

    monkeypatch.setattr(ledger, "finish_tool", finish)
    model.answers(use("paint"))
    model.answers("Done.")
    await run(await ask(project))
    assert said_before == [1]  # committed, and still waiting to be said
    assert len(await events(project, "tool_result")) == 1


WRONG_CALLS = {
    "unknown tool": (use("delete_everything", sure=True), "There is no tool called"),
    "extra field": (use("set_title", title="Beans", owner="bob"), "owner"),
    "wrong type": (use("set_title", title=["Beans"]), "title"),
    "missing field": (use("set_title"), "title"),
    "broken JSON": (ToolRequest("call_1", "set_title", '{"title": "Bea'), "JSON"),
    "no object": (ToolRequest("call_1", "set_title", "[1]"), "arguments"),
    "deep JSON": (ToolRequest("call_1", "set_title", "[" * 100_000), "JSON"),
}


@pytest.mark.parametrize(("call", "problem"), WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
async def test_a_wrong_call_is_a_failed_card_and_the_model_is_told(
    project: Project, model: ScriptedModel, call: ToolRequest, problem: str
) -> None:
    model.answers("Let me try. ", call)
    model.answers("That did not work.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("success", "Let me try. \n\nThat did not work.")
    [result] = await events(project, "tool_result")
    assert not result["success"]
    assert problem in result["error"]
    assert result["payload"] == {"notice": NOTICE}  # a person reads no parser's words
    assert [(each["success"], each["error"]) for each in last_results(model)] == [(False, result["error"])]
    assert answer.project.title == "Make me a video", "no tool has named it"


@pytest.mark.parametrize("when", ["early", "late"])
async def test_a_tool_that_fails_is_a_failed_card_and_the_turn_goes_on(
    project: Project, model: ScriptedModel, paint: Paint, when: str
) -> None:
    model.answers(use("spill", colour=when))
    model.answers("Never mind.")
    answer = await run(await ask(project))
    assert (answer.status, answer.content, answer.project.title) == ("success", "Never mind.", "Make me a video")
    [row] = await rows(ToolCall.objects)
    assert row.status == "error"
    assert "secret-bucket" not in json.dumps([await events(project), last_results(model)])


async def test_independent_tools_work_side_by_side(project: Project, model: ScriptedModel, paint: Paint) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers(use("paint", colour="red"), use("paint", colour="blue"))
    model.answers("Purple.")
    async with running(answer) as owner:
        await until(lambda: sorted(paint.at_work) == ["blue", "red"])
        paint.dry.set()
        await owner
    assert [each["result"]["colour"] for each in last_results(model)] == [
        "red",
        "blue",
    ]  # the model's order, whoever was first
    assert (await fresh(answer)).project.title == "Untitled video red blue"  # and so are the effects


async def test_a_question_gives_the_person_the_word(project: Project, model: ScriptedModel) -> None:
    model.answers("One thing. ", use("ask_user", question="Which colour?", options=["Red", "Blue"]))
    answer = await run(await ask(project))
    assert (answer.status, answer.content) == ("success", "One thing. ")
    [result] = await events(project, "tool_result")
    assert result["payload"] == {"question": "Which colour?", "options": ["Red", "Blue"]}


async def test_a_question_that_could_not_be_asked_does_not_end_the_turn(project: Project, model: ScriptedModel) -> None:
    model.answers(use("ask_user", question=" "))
    model.answers("Then without.")
    assert (await run(await ask(project))).content == "Then without."


@pytest.mark.parametrize(("asked", "title"), [(False, "My own name"), (True, "Beans")])
async def test_a_persons_name_for_the_project_stays_unless_they_ask(
    project: Project, model: ScriptedModel, asked: bool, title: str
) -> None:
    await off_loop(rename_project)(project.owner, project.pk, "My own name")
    model.answers(use("set_title", title=" Beans ", asked=asked))
    model.answers("So be it.")
    assert (await run(await ask(project))).project.title == title
    assert [each["success"] for each in last_results(model)] == [asked]
