"""From a committed row to the log: appended once, in order, whatever happens in between."""

import asyncio
from uuid import uuid4

import pytest
from redis.exceptions import ConnectionError

from chatstream.log.event_log import Log
from chatstream.rows import outbox
from chatstream.rows.outbox import flush, record
from chatstream.wire.events import MessageCreated
from projects.models import OutboxEvent, Project
from tests.chat import ask, events, rows

pytestmark = pytest.mark.usefixtures("connections")


async def contents(project: Project) -> list[str]:
    return [event["content"] for event in await events(project, "message_created") if event["role"] == "user"]


async def test_three_flushes_at_once_append_each_event_once_and_in_order(project: Project) -> None:
    words = [f"Scene {number}" for number in range(6)]
    for word in words:
        await ask(project, word)
    await asyncio.gather(flush(project.pk), flush(project.pk), flush(project.pk))
    assert await contents(project) == words
    assert len(await events(project)) == 6 * 2 + 5  # the last five are `queued`, too
    assert await rows(OutboxEvent.objects) == []


async def test_an_event_that_a_crash_left_in_the_outbox_is_appended_by_the_next_flush(project: Project) -> None:
    await ask(project, "Before the crash")
    assert await events(project) == []
    await flush(project.pk)
    assert await contents(project) == ["Before the crash"]


async def test_an_event_that_was_appended_before_a_crash_is_not_appended_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(row: OutboxEvent) -> None:
        raise KeyboardInterrupt

    await ask(project, "Only once")
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(outbox, "_delete", crash)
        await flush(project.pk)
    assert len(await events(project)) == 1
    await flush(project.pk)
    assert await contents(project) == ["Only once"]
    assert len(await events(project)) == 2


async def test_events_wait_while_the_log_cannot_be_reached(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unreachable(*_: object) -> None:
        raise ConnectionError

    await ask(project, "Patience")
    with monkeypatch.context() as patch, pytest.raises(ConnectionError):
        patch.setattr(Log, "append", unreachable)
        await flush(project.pk)
    assert len(await rows(OutboxEvent.objects)) == 2
    await flush(project.pk)
    assert await contents(project) == ["Patience"]


def test_an_event_is_only_recorded_in_the_transaction_that_it_reports(project: Project) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(project.pk, MessageCreated(message_id=uuid4(), role="user", content="Hello", status="success"))
    assert not OutboxEvent.objects.exists()
