"""A run that kills each of its owners is given up, with the text that people have seen."""

import asyncio

import pytest
import redis

from projects.models import Message, Project
from tests.chat import ask, events, kill, run, running, until_seen, visible_text
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def test_the_fourth_attempt_gives_up_with_the_text_that_people_have_seen(
    project: Project, model: ScriptedModel
) -> None:
    answer = await ask(project)
    for attempt in ("first", "second", "third"):
        await die_after(answer, model, f"The {attempt} try")
    ended = await run(answer)
    assert ended.error is not None
    assert (ended.status, ended.error["code"], ended.content) == ("error", "gave_up", "The third try")
    assert await visible_text(answer) == "The third try"
    assert [event["type"] for event in (await events(project))[-2:]] == ["error", "finalized"]


async def test_giving_up_keeps_finished_steps_also_when_the_log_is_lost(
    project: Project, model: ScriptedModel, paint: Paint, valkey: redis.Redis
) -> None:
    answer = await ask(project)
    model.answers("It is red. ", use("paint", colour="red"))
    for attempt in ("first", "second", "third"):
        await die_after(answer, model, f"The {attempt} try", before="It is red. \n\n")
    valkey.flushall()
    assert (await run(answer)).content == "It is red. "


async def test_a_finished_step_starts_the_count_of_attempts_anew(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    await die_after(answer, model, "The first try")
    await die_after(answer, model, "The second try")
    model.answers("It is red. ", use("paint", colour="red"))  # in the third attempt, which is cut off then
    for attempt in ("third", "fourth", "fifth"):
        await die_after(answer, model, f"The {attempt} try", before="It is red. \n\n")
    ended = await run(answer)
    assert (ended.status, ended.attempt, ended.content) == ("error", 5, "It is red. \n\nThe fifth try")


async def die_after(answer: Message, model: ScriptedModel, text: str, before: str = "") -> None:
    model.answers(text, asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, before + text)
        await kill(owner)
