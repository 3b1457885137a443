"""Valkey loses everything in the middle of a run: its owner says again what stands, and only its owner."""

import asyncio

import pytest
import redis
from django.contrib.auth.models import User

from chatstream.rows import ledger, snapshot
from chatstream.rows.outbox import flush
from chatstream.run import lifecycle
from projects.models import Project
from projects.snapshot import take_snapshot
from tests.chat import ask, events, fresh, run, running, until_seen, visible_text
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def named(project: Project) -> None:
    """Its first answer gives it no name."""
    project.titled_by_person = True
    project.save(update_fields=["titled_by_person"])


@pytest.mark.usefixtures("named")
async def test_the_owner_says_again_what_stands(project: Project, model: ScriptedModel, valkey: redis.Redis) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Before it ", gate, "and ", "after it.")
    async with running(answer) as owner:
        await until_seen(answer, "Before it ")
        [old, *_] = await events(project)
        valkey.flushall()
        gate.set()
        await owner
    restarted, *others = await events(project)
    assert (restarted["type"], restarted["status"]) == ("status", "restarted")
    assert restarted["content"].startswith("Before it ")
    assert restarted["id"].endswith("-1")
    assert restarted["id"].split("-")[0] > old["id"].split("-")[0]  # another epoch
    assert await visible_text(answer) == (await fresh(answer)).content == "Before it and after it."
    assert [event["type"] for event in others if event["type"] != "delta"] == ["finalized"]


async def test_an_owner_with_nothing_to_say_notices_all_the_same(
    project: Project, model: ScriptedModel, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reloads while a tool works in silence must not find an empty answer."""
    monkeypatch.setattr("chatstream.run.heartbeats.HEARTBEAT_SECONDS", 0.02)
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Said before. ", gate, "Said after.")
    async with running(answer) as owner:
        await until_seen(answer, "Said before. ")
        valkey.flushall()
        await until_seen(answer, "Said before. ")
        gate.set()
        await owner
    assert await visible_text(answer) == "Said before. Said after."


async def test_a_tool_at_work_is_shown_again(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, valkey: redis.Redis
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("Naming. ", use("set_title", title="Beans"))
    model.answers("Painting. ", use("paint", colour="red"))
    model.answers("Done.")
    async with running(answer) as owner:
        await until_at_work(project)
        valkey.flushall()
        paint.dry.set()
        await owner
    [start], [result] = await events(project, "tool_start"), await events(project, "tool_result")
    assert start["tool_call_id"] == result["tool_call_id"]
    snapshot = await take_snapshot(alice, project.pk)
    assert [call.status for call in snapshot.messages[-1].tool_calls] == ["success", "success"]
    assert snapshot.messages[-1].content == await visible_text(answer) == "Naming. \n\nPainting. \n\nDone."


async def test_a_snapshot_has_what_a_new_log_has_never_heard_of(
    project: Project, alice: User, model: ScriptedModel, valkey: redis.Redis
) -> None:
    answer, lost, end = await ask(project), asyncio.Event(), asyncio.Event()
    model.answers("Naming. ", use("set_title", title="Beans"))
    model.answers("So ", lost, "it ", end, "is.")
    async with running(answer) as owner:
        await until_seen(answer, "Naming. \n\nSo ")
        valkey.flushall()
        lost.set()
        await until_seen(answer, "Naming. \n\nSo it ")
        question, view = (await take_snapshot(alice, project.pk)).messages
        assert question.content == "Make me a video."
        assert (view.status, view.content) == ("running", "Naming. \n\nSo it ")
        assert [call.status for call in view.tool_calls] == ["success"]
        end.set()
        await owner


@pytest.mark.usefixtures("named")
async def test_a_log_lost_just_before_the_end_is_told_the_text_first_and_the_end_once(
    project: Project, alice: User, model: ScriptedModel, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is shown the empty log in that moment sees neither a text that jumps nor an end that comes twice."""

    async def not_yet(project_id: object) -> None:
        """The worker is slow, or gone."""

    answer = await ask(project)
    model.answers("The whole text.")
    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "announce", not_yet)
        patch.setattr(snapshot, "flush", not_yet)
        await run(answer)
        valkey.flushall()
        view = (await take_snapshot(alice, project.pk)).messages[-1]
        assert (view.status, view.content) == ("running", "")
    await flush(project.pk)
    restarted, end = await events(project)
    assert (restarted["status"], restarted["content"]) == ("restarted", "The whole text.")
    assert (end["type"], end["content"]) == ("finalized", "The whole text.")
    await flush(project.pk)
    assert len(await events(project)) == 2


@pytest.mark.usefixtures("named")
async def test_an_owner_that_fell_asleep_over_its_lost_log_is_not_heard_after_the_end(
    project: Project, model: ScriptedModel, valkey: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database has told it that the answer was still its own, before another one took over."""

    async def not_yet(project_id: object) -> None:
        """The second worker is slow to say what it has committed."""

    answer, gate = await ask(project), asyncio.Event()
    model.answers("Slow ", gate, "words")
    model.answers("Quick words.")
    async with running(answer) as first_owner:
        await until_seen(answer, "Slow ")
        with monkeypatch.context() as patch:
            patch.setattr(lifecycle, "announce", not_yet)
            await run(answer)
        valkey.flushall()
        await flush(project.pk)
        monkeypatch.setattr(ledger, "is_current", lambda claim: True)
        gate.set()
        await first_owner
    assert [event["content"] for event in await events(project)] == ["Quick words.", "Quick words."]


async def test_an_owner_that_was_replaced_falls_silent(
    project: Project, model: ScriptedModel, valkey: redis.Redis
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Slow ", gate, "words")
    model.answers("Quick words.")
    async with running(answer) as first_owner:
        await until_seen(answer, "Slow ")
        await run(answer)
        valkey.flushall()  # with it goes the log's own memory of who may speak
        gate.set()
        await first_owner
    assert await events(project) == []
    assert (await fresh(answer)).content == "Quick words."
