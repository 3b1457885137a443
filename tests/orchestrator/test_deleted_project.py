"""A project that is deleted in mid-answer: its run ends by itself, without noise, and no longer counts as live."""

import asyncio
import logging
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.rows.database import off_loop
from chatstream.run import heartbeats
from chatstream.wire.errors import RequestRefused
from chatstream.wire.requests import Initiate
from orchestrator.backend import ChatBackend
from projects.actions import create_project, get_answer
from projects.models import Message, Project
from tests.chat import running, until_seen
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.02)


async def ask(alice: User, project: Project) -> Message:
    asked = await ChatBackend().initiate(
        alice, str(project.pk), Initiate(request_id=uuid4(), message="Make me a video.")
    )
    return await off_loop(get_answer)(alice, project.pk, asked.assistant_message_id)


async def test_while_it_writes(
    alice: User,
    project: Project,
    model: ScriptedModel,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.LIMIT_LIVE_RUNS = 1
    other = await off_loop(create_project)(alice, "")
    answer = await ask(alice, project)
    model.answers("So far", asyncio.Event(), "never said")
    async with running(answer) as owner:
        await until_seen(answer, "So far")
        with pytest.raises(RequestRefused):
            await ask(alice, other)
        await off_loop(project.delete)()
        await asyncio.wait_for(owner, 5)
    assert not model.open_streams, "the provider is told"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert await ask(alice, other), "it counts as live no longer"


async def test_while_a_tool_works(
    alice: User, project: Project, model: ScriptedModel, paint: Paint, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await ask(alice, project)
    paint.dry.clear()
    model.answers("Painting. ", use("paint", colour="red"))
    async with running(answer) as owner:
        await until_at_work(project)
        await off_loop(Project.objects.filter(pk=project.pk).delete)()
        paint.dry.set()
        await asyncio.wait_for(owner, 5)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
