"""A failover or a restore brings an older database back: the log knows more of a run than its row does."""

import asyncio
from typing import Any

import pytest

from chatstream.rows.database import off_loop
from chatstream.rows.outbox import flush
from projects.models import Message, OutboxEvent, Project, Step, ToolCall
from tests.chat import ask, events, rows, run, running, until_seen, visible_text
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


def columns(answer: Message) -> dict[str, Any]:
    return Message.objects.filter(pk=answer.pk).values().get()


def set_back(answer: Message, before: dict[str, Any]) -> None:
    """The database as it was, without what it has acknowledged since."""
    Message.objects.filter(pk=answer.pk).update(**before)
    Step.objects.filter(message=answer).delete()
    ToolCall.objects.filter(message=answer).delete()
    OutboxEvent.objects.all().delete()


@pytest.mark.parametrize("lost_too", ["the end", "the end and the claim"])
async def test_an_end_that_the_database_lost_is_taken_from_the_log(
    project: Project, model: ScriptedModel, paint: Paint, lost_too: str
) -> None:
    answer = await ask(project)
    pending = await off_loop(columns)(answer)
    model.answers("Painting. ", use("paint", colour="red"))
    model.answers("It is red.")
    ended = await run(answer)
    log_events = await events(project)
    running_again = {**pending, "status": "running", "fence": 1, "attempt": 1}
    await off_loop(set_back)(answer, running_again if lost_too == "the end" else pending)
    again = await run(answer)
    assert (again.status, again.content, again.elapsed_ms) == ("success", ended.content, ended.elapsed_ms)
    assert (again.usage, again.attempt) == (ended.usage, 1)
    assert await events(project) == log_events  # nothing is said again
    assert len(model.requests) == 2  # and no model is asked


async def test_the_project_goes_on_with_its_next_question(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    pending = await off_loop(columns)(answer)
    model.answers("The first.")
    await run(answer)
    await off_loop(set_back)(answer, pending)
    following = await ask(project)
    await run(answer)
    model.answers("The second.")
    assert (await run(following)).content == "The second."
    assert len(await events(project, "finalized")) == 2


async def test_a_run_whose_claims_the_database_lost_goes_on(project: Project, model: ScriptedModel) -> None:
    """Else the log would refuse its next owners, one after the other, until it was given up."""
    answer = await ask(project)
    pending = await off_loop(columns)(answer)
    for attempt in ("first", "second", "third"):
        model.answers(f"The {attempt} try", asyncio.Event())
        async with running(answer):
            await until_seen(answer, f"The {attempt} try")
    await off_loop(set_back)(answer, pending)
    model.answers("All of it.")
    ended = await run(answer)
    assert (ended.status, ended.content, ended.fence) == ("success", "All of it.", 4)
    assert await visible_text(answer) == "All of it."


async def test_an_end_that_nobody_can_find_any_more_is_an_error(
    project: Project, model: ScriptedModel, valkey: Any
) -> None:
    """The log was trimmed, so that all it knows is that there was an end."""
    answer = await ask(project)
    pending = await off_loop(columns)(answer)
    model.answers("All of it.")
    await run(answer)
    await off_loop(set_back)(answer, pending)
    valkey.delete(f"chatstream:{{{project.pk}}}:log")
    ended = await run(answer)
    assert ended.error is not None
    assert (ended.status, ended.error["code"]) == ("error", "lost")


async def test_a_second_end_is_not_published(project: Project, model: ScriptedModel) -> None:
    """Nor does the outbox stop at it."""
    answer = await ask(project)
    model.answers("All of it.")
    await run(answer)
    [end] = await events(project, "finalized")
    await off_loop(OutboxEvent.objects.create)(
        project=project, message_id=answer.pk, type="finalized", body='{"type":"finalized"}', ground_at=end["id"]
    )
    await flush(project.pk)
    assert await rows(OutboxEvent.objects) == []
    assert len(await events(project, "finalized")) == 1
