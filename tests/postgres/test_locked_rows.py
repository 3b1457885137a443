"""Somebody else holds one row locked, for as long as they like: nobody waits for them who has anything else to do."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from chatstream.rows import ledger
from chatstream.rows.database import is_locked, off_loop
from chatstream.rows.ledger import RowLocked
from chatstream.run import heartbeats, lifecycle
from chatstream.run.lifecycle import announce, sweep
from chatstream.run.run_pool import RunPool
from projects.actions import create_project
from projects.message_queue import edit_waiting
from projects.models import Message, Project
from tests.chat import ask, fresh, kill, running, until, until_seen
from tests.orchestrator.conftest import stop_listener, worker
from tests.scripted_model import ScriptedModel

__all__ = ["stop_listener", "worker"]

pytestmark = pytest.mark.usefixtures("connections")


@contextlib.contextmanager
def locked(answer: Message) -> Iterator[None]:
    """`SELECT … FOR UPDATE` by an outsider."""
    has_lock, end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=answer.pk)
            has_lock.set()
            end.wait(60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert has_lock.wait(10)
    try:
        yield
    finally:
        end.set()
        thread.join()


class Claims:
    """How often somebody has tried to claim a run."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self._claim = ledger.claim
        monkeypatch.setattr(ledger, "claim", self)

    def __call__(self, *args: Any) -> Any:
        self.count += 1
        return self._claim(*args)


async def is_silent(answer: Message) -> bool:
    return answer.pk in [each.pk for each in await off_loop(ledger.find_silent_runs)(lifecycle.SILENT_SECONDS)]


async def test_a_turn_whose_row_is_locked_begins_when_it_is_free(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatstream.run.run_pool.RETRY_SECONDS", 0.05)
    monkeypatch.setattr("chatstream.run.run_pool.UNLOCKED_SECONDS", 0.1)
    answer, runs, claims = await ask(project), RunPool(), Claims(monkeypatch)
    model.answers("Here I am.")
    with locked(answer):
        for _ in range(30):
            await asyncio.wait_for(runs.start(str(answer.pk)), 1)
        assert len(runs._runs) == 1  # it is begun once, however often it is found
        await until(lambda: claims.count > 5)
        assert (await fresh(answer)).status == "pending"
    await runs.join()
    ended = await fresh(answer)
    assert (ended.status, ended.attempt) == ("success", 1)


async def test_a_claim_does_not_wait_for_a_lock(project: Project) -> None:
    answer = await ask(project)
    with locked(answer):
        began = time.monotonic()
        with pytest.raises(RowLocked):
            await off_loop(ledger.claim)(answer.pk)
        assert time.monotonic() - began < 1


async def test_a_change_of_the_queue_does_not_wait_for_a_run_while_it_holds_the_project(project: Project) -> None:
    """The run's own transaction waits for the project at its end: the two would stand until PostgreSQL fails one of them."""
    running, waiting = await ask(project), await ask(project)
    change = partial(edit_waiting, project.pk, waiting.answers_id, "Say it differently.")
    with locked(running):
        with pytest.raises(OperationalError) as refused:
            await off_loop(change)()
        assert is_locked(refused.value), "it is asked again by `persist`, and no outage"
    await off_loop(change)()


async def test_heartbeats_pass_over_a_locked_row(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    other = await off_loop(ledger.claim)(answer.pk)
    assert other is not None
    with locked(answer):
        began = time.monotonic()
        assert await off_loop(ledger.record_heartbeats)([other]) == {other: False}
        assert time.monotonic() - began < 1


async def test_a_run_whose_row_is_locked_goes_on_and_is_not_taken_over(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its step is written when the row is free; who finds it without a heartbeat until then leaves it alone."""
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(lifecycle, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr("chatstream.run.run_pool.UNLOCKED_SECONDS", 0.5)
    monkeypatch.setattr("chatstream.run.run_pool.RETRY_SECONDS", 0.02)
    gate = asyncio.Event()
    answer, runs = await ask(project), RunPool()
    model.answers("Once upon ", gate, "a time.")
    async with running(answer) as owner:
        await until_seen(answer, "Once upon ")
        claims = Claims(monkeypatch)
        with locked(answer):
            gate.set()
            await until(partial(is_silent, answer))
            await runs.start(str(answer.pk))
            await until(lambda: claims.count > 1)
            assert not owner.done()
        await asyncio.wait_for(owner, 10)
    await runs.join()
    ended = await fresh(answer)
    assert (ended.status, ended.attempt, ended.content) == ("success", 1, "Once upon a time.")


async def test_whose_owner_died_while_its_row_was_locked_goes_on_as_soon_as_it_is_free(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has met the lock takes it over: no sweep has to find it again."""
    monkeypatch.setattr(lifecycle, "SILENT_SECONDS", 0.5)
    monkeypatch.setattr("chatstream.run.run_pool.UNLOCKED_SECONDS", 0.1)
    monkeypatch.setattr("chatstream.run.run_pool.RETRY_SECONDS", 0.02)
    answer, runs = await ask(project), RunPool()
    model.answers("Once upon ", asyncio.Event())
    model.answers("Here I am again.")
    async with running(answer) as owner:
        await until_seen(answer, "Once upon ")
        claims = Claims(monkeypatch)
        with locked(answer):
            await kill(owner)
            await until(partial(is_silent, answer))
            await runs.start(str(answer.pk))
            await until(lambda: claims.count > 1)
    await runs.join()
    ended = await fresh(answer)
    assert (ended.status, ended.attempt, ended.content) == ("success", 2, "Here I am again.")


@pytest.mark.usefixtures("worker")
async def test_other_answers_go_on_and_begin_while_many_rows_are_locked(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = [await off_loop(create_project)(project.owner, f"Stuck {number}") for number in range(12)]
    answers = [await ask(each) for each in stuck]
    monkeypatch.setattr(lifecycle, "SILENT_SECONDS", 0)
    with contextlib.ExitStack() as locks:
        for answer in answers:
            locks.enter_context(locked(answer))
        for _ in range(3):
            await sweep()  # each of them would wait, on one thread each
        model.answers("I am here.")
        mine = await ask(project)
        began = time.monotonic()
        await announce(project.pk)
        await until(lambda: is_ended(mine))
        assert time.monotonic() - began < 3
        for _ in answers:
            model.answers("Me too.")
    await until(lambda: are_ended(answers), 20)


async def is_ended(answer: Message) -> bool:
    return (await fresh(answer)).ended


async def are_ended(answers: list[Message]) -> bool:
    return all([await is_ended(answer) for answer in answers])
