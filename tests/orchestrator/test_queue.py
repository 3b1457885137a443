"""Through the real queue: turns of a project one after another, and nothing that is due is forgotten."""

import asyncio
from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from chatstream.rows.database import off_loop
from chatstream.run import lifecycle
from chatstream.run.lifecycle import announce, sweep
from chatstream.run.worker_shutdown import shutdown_requested
from projects.actions import create_project
from projects.models import Message, OutboxEvent, Project
from tests.chat import ask, events, fresh, kill, rows, running, stop, until, until_seen
from tests.orchestrator.conftest import running_worker
from tests.scripted_model import ScriptedModel

pytestmark = pytest.mark.usefixtures("stop_listener")


async def until_ended(answer: Message) -> Message:
    """Wait until its end is said, which is after it was written."""
    project = Project(pk=answer.project_id)

    async def ended() -> bool:
        return str(answer.pk) in [event["message_id"] for event in await events(project, "finalized")]

    await until(ended)
    return await fresh(answer)


@pytest.mark.usefixtures("worker")
async def test_the_second_message_waits_for_the_first(project: Project, model: ScriptedModel) -> None:
    gate = asyncio.Event()
    model.answers("The first ", gate, "answer.")
    model.answers("The second answer.")
    first = await ask(project, "One")
    await announce(project.pk)
    await until_seen(first, "The first ")
    second = await ask(project, "Two")
    await announce(project.pk)
    assert (await fresh(second)).status == "pending"
    gate.set()
    assert (await until_ended(second)).content == "The second answer."
    statuses = [(event["message_id"], event.get("status")) for event in await events(project, "status", "finalized")]
    assert statuses == [
        (str(first.pk), "thinking"),
        (str(second.pk), "queued"),
        (str(first.pk), "success"),
        (str(second.pk), "thinking"),
        (str(second.pk), "success"),
    ]


@pytest.mark.usefixtures("worker")
async def test_two_projects_do_not_wait_for_each_other(project: Project, model: ScriptedModel) -> None:
    gate = asyncio.Event()
    model.answers("Slow ", gate, "answer.")
    model.answers("Quick answer.")
    slow = await ask(project)
    await announce(project.pk)
    await until_seen(slow, "Slow ")
    other = await off_loop(create_project)(project.owner, "Another")
    quick = await ask(other)
    await announce(other.pk)
    assert (await until_ended(quick)).content == "Quick answer."
    gate.set()
    await until_ended(slow)


@pytest.mark.usefixtures("worker")
async def test_a_turn_that_is_announced_often_runs_once(project: Project, model: ScriptedModel) -> None:
    model.answers("Once.")
    answer = await ask(project)
    await asyncio.gather(*[announce(project.pk) for _ in range(10)])
    assert (await until_ended(answer)).attempt == 1


@pytest.mark.usefixtures("worker")
async def test_a_turn_that_is_stopped_while_it_waits_lets_the_next_one_run(
    project: Project, model: ScriptedModel
) -> None:
    gate = asyncio.Event()
    model.answers("First ", gate)
    model.answers("Third.")
    first, second, third = [await ask(project) for _ in range(3)]
    await announce(project.pk)
    await until_seen(first, "First ")
    await stop(second)
    gate.set()
    assert (await until_ended(third)).content == "Third."
    assert (await fresh(second)).status == "cancelled"


async def test_what_one_worker_hands_on_another_finishes(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    model.answers("Once upon a ", asyncio.Event())
    async with running_worker():
        await announce(project.pk)
        await until_seen(answer, "Once upon a ")
    assert not shutdown_requested().is_set()
    assert (await fresh(answer)).status == "running"
    model.answers("Once upon a time.")
    async with running_worker():
        ended = await until_ended(answer)
    assert (ended.status, ended.attempt, ended.content) == ("success", 1, "Once upon a time.")


@pytest.mark.usefixtures("worker")
async def test_turns_that_nobody_runs_are_found(project: Project, model: ScriptedModel) -> None:
    """One whose worker died without a word, and behind it one that the queue was never told of."""
    died, forgotten = await ask(project), await ask(project)
    model.answers("Once upon a ", asyncio.Event())
    async with running(died) as owner:
        await until_seen(died, "Once upon a ")
        await sweep()  # it is alive
        await kill(owner)
    long_ago = timezone.now() - timedelta(seconds=lifecycle.SILENT_SECONDS + 1)
    await off_loop(Message.objects.filter(pk=died.pk).update)(heard_from=long_ago)
    model.answers("Once upon a time.")
    model.answers("The end.")
    await sweep()
    assert (await until_ended(died)).content == "Once upon a time."
    assert (await until_ended(forgotten)).content == "The end."


async def test_facts_that_nobody_said_are_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await ask(project)
    await stop(answer)
    await sweep()
    assert await events(project) == []  # whoever wrote them may still be about to say them
    monkeypatch.setattr(lifecycle, "SILENT_SECONDS", 0)
    await sweep()
    assert [event["type"] for event in await events(project)] == ["message_created", "message_created", "finalized"]
    assert await rows(OutboxEvent.objects) == []


@pytest.mark.usefixtures("worker")
async def test_a_queue_that_was_lost_goes_on(project: Project, model: ScriptedModel, valkey: redis.Redis) -> None:
    gate = asyncio.Event()
    model.answers("The first ", gate, "answer.")
    model.answers("The second answer.")
    first, second = await ask(project), await ask(project)
    await announce(project.pk)
    await until_seen(first, "The first ")
    valkey.flushall()
    gate.set()
    assert (await until_ended(first)).content == "The first answer."
    assert (await until_ended(second)).content == "The second answer."
