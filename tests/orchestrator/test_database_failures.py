"""A database that fails says nothing about a run: what was committed is there once, and the run goes on."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from unittest import mock
from uuid import UUID

import django.db
import pytest

from chatstream.cancellation import cancel_and_wait
from chatstream.log import outage
from chatstream.rows import absences, clock
from chatstream.rows.database import off_loop
from chatstream.run import heartbeats, lifecycle, sweeps
from chatstream.run.lifecycle import sweep
from chatstream.run.queue import get_queue
from projects.models import Message, Project, Step, ToolCall
from tests.chat import ask, events, fresh, kill, rows, running, until, until_ended_by_a_worker, until_seen
from tests.database_faults import Fault, database_away, lost_answers, lost_commits
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

HITS: dict[str, Fault] = {
    "each first try": lambda number: number % 2 == 1,
    "each second try": lambda number: number % 2 == 0,
    "two in three": lambda number: number % 3 != 0,
}
FAULTS = {"the answer is lost": lost_answers, "the commit is lost": lost_commits}


@pytest.mark.parametrize("hits", HITS.values(), ids=HITS.keys())
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_whichever_commit_fails_nothing_is_done_twice_and_nothing_fails(
    project: Project, model: ScriptedModel, paint: Paint, fault: Any, hits: Fault
) -> None:
    answer = await ask(project)
    model.answers("Colours. ", use("paint", colour="red"), use("paint", colour="blue"))
    model.answers("Done.")
    with fault(hits) as commits:
        await until_ended_by_a_worker(answer)
    ended = await fresh(answer)
    assert commits.hit > 5
    assert (ended.status, ended.attempt, ended.content) == ("success", 1, "Colours. \n\nDone.")
    assert ended.project.title == "Untitled video red blue"
    assert [each["success"] for each in await events(project, "tool_result")] == [True, True]
    assert len(await events(project, "finalized")) == 1
    assert len(await rows(Step.objects)) == 2
    assert [call.status for call in await rows(ToolCall.objects)] == ["success", "success"]


async def test_a_run_waits_for_a_database_that_is_away_and_says_so_once(
    project: Project,
    model: ScriptedModel,
    paint: Paint,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(outage, "SETTLED_SECONDS", 0)
    monkeypatch.setattr(heartbeats, "HEARTBEAT_SECONDS", 0.02)
    answer = await ask(project)
    paint.dry.clear()
    model.answers(use("paint", colour="red"))
    model.answers("Done.")
    async with running(answer) as run:
        await until_at_work(project)
        with database_away() as away:
            await until(lambda: caplog.messages)
            paint.dry.set()
            await until(lambda: away.asked > 20)  # for heartbeats and for the tool's result
            assert not run.done()
        await run
    ended = await fresh(answer)
    assert (ended.status, ended.attempt, ended.project.title) == ("success", 1, "Untitled video red")
    gone, back = caplog.messages
    assert gone == "Database unavailable: connection refused; retrying."
    assert re.fullmatch(r"Database available again after \d+ s\.", back)
    assert not any(record.exc_info for record in caplog.records)


async def test_who_could_send_no_heartbeat_because_the_database_was_away_is_not_taken_for_dead(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An hour without a database is no silence; that the database fails for a moment holds nothing up."""
    taken_for_dead: list[UUID] = []
    monkeypatch.setattr(get_queue(), "enqueue", partial(asyncio.to_thread, taken_for_dead.append))
    answer = await ask(project)
    model.answers("Once upon ", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "Once upon ")
        await kill(owner)
    await fail_for_a_moment()
    monkeypatch.setattr(absences, "monotonic", lambda: time.monotonic() + 3600)
    await off_loop(set_heard_from)(answer, 3600)
    await sweep()
    assert taken_for_dead == []
    await fail_for_a_moment()
    await off_loop(set_heard_from)(answer, 3600 + 2 * lifecycle.SILENT_SECONDS)
    await sweep()
    assert taken_for_dead == [answer.pk]


async def test_what_failed_is_repeated_before_it_is_due_again(
    project: Project, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heartbeat of an owner, and the sweep that looks for silent ones: each is due once, and fails then."""
    gate, beats, searches = asyncio.Event(), Failing(heartbeats.record), Failing(sweep)
    monkeypatch.setattr(heartbeats, "wait_for_next", DueOnce())
    monkeypatch.setattr(heartbeats, "record", beats)
    monkeypatch.setattr(sweeps, "sweep", searches)
    monkeypatch.setattr(sweeps, "asyncio", mock.Mock(sleep=DueOnce()))
    answer = await ask(project)
    model.answers("Once upon ", gate, "a time.")
    sweeping = asyncio.create_task(sweeps.sweep_forever())
    async with running(answer) as owner:
        await until(lambda: beats.succeeded and searches.succeeded)
        gate.set()
        await owner
    await cancel_and_wait(sweeping)


class DueOnce:
    def __init__(self) -> None:
        self._asked = 0

    async def __call__(self, *_: Any) -> None:
        self._asked += 1
        if self._asked > 1:
            await asyncio.Event().wait()


class Failing:
    """Fails once, as without a database, then works."""

    def __init__(self, works: Callable[..., Awaitable[Any]]) -> None:
        self._works = works
        self._calls = 0
        self.succeeded = False

    async def __call__(self, *args: Any) -> Any:
        self._calls += 1
        if self._calls == 1:
            raise django.db.OperationalError("the server is away")
        self.succeeded = True
        return await self._works(*args)


async def fail_for_a_moment() -> None:
    with database_away(), pytest.raises(django.db.Error):
        await sweep()


def set_heard_from(answer: Message, seconds_ago: float) -> None:
    Message.objects.filter(pk=answer.pk).update(heard_from=clock.now(seconds_ago))
