"""The making of an answer can be read again, from the log or from what is stored: it ends where the answer ended."""

import asyncio
from typing import Any

import pytest
from django.contrib.auth.models import User

from chatstream.follow.fold import MessageState, fold
from chatstream.log.event_log import get_log
from chatstream.wire.errors import NotFound, RequestRefused
from orchestrator.llm.interface import Reasoning
from projects.models import Message, OutboxEvent, Project
from projects.replay import read_replay
from tests.chat import ask, run, running, stop, until_seen
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def lose_log(project: Project) -> None:
    await get_log().delete([str(project.pk)])


def outcome(replay: dict[str, Any]) -> MessageState:
    assert [event["ts"] for event in replay["events"]] == sorted(event["ts"] for event in replay["events"])
    return fold(replay["events"])


def places(state: MessageState) -> list[tuple[str, str, int]]:
    return [(call["title"], call["status"], call["offset"]) for call in state.tool_calls.values()]


async def test_from_the_log_and_from_the_rows_it_comes_to_the_same_answer(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    model.answers(Reasoning("Red?"), "First 🟥. ", use("paint", colour="red"), use("paint", colour="blue"))
    model.answers(Reasoning("Enough."), "Done, and\n\nwell.")
    answer = await run(await ask(project))
    logged = await read_replay(alice, answer.pk)
    head = await get_log().head(str(project.pk))
    await lose_log(project)
    stored = await read_replay(alice, answer.pk)
    assert (logged["from"], stored["from"]) == ("log", "rows")
    one, other = outcome(logged), outcome(stored)
    assert one.content == other.content == answer.content
    assert one.reasoning == other.reasoning == answer.reasoning
    assert places(one) == places(other) == [("Painting it red", "success", 9), ("Painting it blue", "success", 9)]
    assert one.status == other.status == "success"
    assert head.seq > 0
    assert (await get_log().head(str(project.pk))).seq == 0  # to look back writes nothing
    assert await OutboxEvent.objects.acount() == 0


async def test_of_an_answer_that_was_stopped_all_that_was_seen_is_there(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    model.answers("First. ", use("paint", colour="red"))
    model.answers("Second, cut", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First. \n\nSecond, cut")
        with pytest.raises(RequestRefused, match="still being written"):
            await read_replay(alice, answer.pk)
        await stop(answer)
        await owner
    await lose_log(project)
    state = outcome(await read_replay(alice, answer.pk))
    assert (state.status, state.content) == ("cancelled", "First. \n\nSecond, cut")
    assert [call["status"] for call in state.tool_calls.values()] == ["success"]


async def test_a_stranger_sees_nothing_of_it(project: Project, bob: User, model: ScriptedModel) -> None:
    model.answers("Secret.")
    answer: Message = await run(await ask(project))
    with pytest.raises(NotFound):
        await read_replay(bob, answer.pk)
