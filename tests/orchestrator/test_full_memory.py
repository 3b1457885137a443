"""When Valkey's memory is nearly full, no new answer begins, and those under way end with all their words and a sentence."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.log import memory
from chatstream.run import heartbeats, presence
from chatstream.wire.errors import RequestRefused
from chatstream.wire.requests import Initiate
from orchestrator.backend import ChatBackend
from projects.models import Message, Project
from tests.chat import ask, events, fresh, rows, running, until_seen, visible_text
from tests.scripted_model import ScriptedModel
from tests.small_memory import SmallMemory, small_memory

__all__ = ["small_memory"]

pytestmark = pytest.mark.usefixtures("connections")

SENTENCE = "The server has run out of memory, so this answer ends here."


async def test_a_new_answer_is_refused_with_a_time_to_come_back(
    project: Project, alice: User, small_memory: SmallMemory
) -> None:
    wanted = Initiate(request_id=uuid4(), message="Make me a video.")
    small_memory.use(0.92)
    with pytest.raises(RequestRefused) as refused:
        await ChatBackend().initiate(alice, str(project.pk), wanted)
    assert refused.value.detail == "The server has no memory for new answers right now. Try again in 30 s."
    assert (refused.value.code, refused.value.retry_after) == ("unavailable", 30)
    assert await rows(Message.objects) == []
    small_memory.free()
    assert await ChatBackend().initiate(alice, str(project.pk), wanted)


async def test_a_worker_is_heard_from_although_nothing_can_be_added(small_memory: SmallMemory) -> None:
    await presence.announce("a worker")
    small_memory.use(1.01)
    await presence.announce("a worker")
    await presence.announce("another one")
    assert set(await presence.seconds_since_heard()) == {"a worker", "another one"}


async def test_an_answer_under_way_ends_with_all_its_words_and_a_sentence(
    project: Project, model: ScriptedModel, small_memory: SmallMemory, monkeypatch: Any
) -> None:
    monkeypatch.setattr(memory, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(memory, "_FRESH_SECONDS", 0.0)
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.05)
    answer = await ask(project)
    model.answers("Every word ", "of it", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "Every word of it")
        small_memory.use(0.97)
        async with asyncio.timeout(15):
            await owner
    ended = await fresh(answer)
    assert ended.error == {"code": "server_full", "error": SENTENCE, "retryable": True}
    assert (ended.status, ended.content) == ("error", "Every word of it")
    assert await visible_text(ended) == "Every word of it"
    assert [event["type"] for event in (await events(project))[-2:]] == ["error", "finalized"]
