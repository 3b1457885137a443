"""Stop: heard at once, or by the next beat; what was said stays said."""

import asyncio

import pytest
from django.contrib.auth.models import User

from chatstream.run import heartbeats
from orchestrator.backend import ChatBackend
from projects.models import Project, ToolCall
from tests.chat import ask, events, fresh, rows, run, running, stop, until_seen
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.usefixtures("stop_listener")
async def test_a_stop_in_mid_stream_is_heard_at_once(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 3_600)
    answer = await ask(project)
    model.answers("So far", asyncio.Event(), "never said")
    async with running(answer) as owner:
        await until_seen(answer, "So far")
        async with asyncio.timeout(15):  # by the heartbeat it would be heard in an hour
            await ChatBackend().stop(alice, None, answer.pk)
            await owner
    assert not model.open_streams  # the provider was told as well
    ended = await fresh(answer)
    assert (ended.status, ended.content, ended.error) == ("cancelled", "So far", None)
    assert [event["type"] for event in (await events(project))[-2:]] == ["status", "finalized"]
    assert (await events(project))[-1]["content"] == "So far"


async def test_a_stop_whose_hint_was_lost_is_found_by_the_beat(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.02)
    answer = await ask(project)
    model.answers("So far", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "So far")
        await stop(answer)
        await owner
    assert (await fresh(answer)).status == "cancelled"


@pytest.mark.usefixtures("stop_listener")
async def test_a_stop_while_a_tool_works_leaves_no_effect(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("Painting. ", use("paint", colour="red"))
    async with running(answer) as owner:
        await until_at_work(project)
        await ChatBackend().stop(alice, str(project.pk), answer.pk)
        await owner
    ended = await fresh(answer)
    assert (ended.status, ended.content, ended.project.title) == ("cancelled", "Painting. ", "Untitled video")
    assert [call.status for call in await rows(ToolCall.objects)] == ["cancelled"]


async def test_a_run_that_was_stopped_while_nobody_ran_it_keeps_its_text(
    project: Project, model: ScriptedModel
) -> None:
    answer = await ask(project)
    model.answers("So far", asyncio.Event())
    async with running(answer):
        await until_seen(answer, "So far")
    await stop(answer)
    ended = await run(answer)
    assert (ended.status, ended.content) == ("cancelled", "So far")
    assert len(model.requests) == 1


async def test_a_turn_that_was_stopped_while_it_waited_never_runs(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    await stop(answer)
    assert (await run(answer)).status == "cancelled"
    assert model.requests == []
    assert len(await events(project, "finalized")) == 1
