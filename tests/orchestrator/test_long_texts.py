"""Texts of megabytes: no event is too large to send, and a reader who comes at any moment has them to the letter."""

import asyncio
import json
from contextlib import aclosing

import pytest
from django.contrib.auth.models import User

from chaos.follower import Follower
from chatstream.follow.feed import open_feed
from chatstream.log.entries import START, Position
from chatstream.log.event_log import get_log
from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from projects.models import Project
from projects.snapshot import read_message, take_whole_snapshot
from tests.chat import ask, events, fresh, kill, run, running, until_seen
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.orchestrator.test_every_snapshot import check_every_snapshot
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")

MEGABYTES = "".join(f"Zeile {number} 👋\n" for number in range(90_000))  # 1.6 MB


async def follow(user: User, project: Project, frames: int | None = None, asked: str | None = None) -> Follower:
    """What a reader of the whole project holds who stops after so many frames (None: after the first `finalized`)."""
    reader = Follower("reader", Position.parse(asked) if asked else None)
    feed = await open_feed(user, str(project.pk))
    async with asyncio.timeout(20), aclosing(feed.frames(asked)) as sent:
        async for outgoing in sent:
            assert len(outgoing.text.encode()) <= SERVER_FRAME_MAX_BYTES
            frame = json.loads(outgoing.text)
            if "project" in frame:
                frame["more"] = frame["project"]["more"]
            reader.apply(frame)
            frames = frames and frames - 1
            if frames == 0 or frame["type"] == "finalized":
                break
    assert reader.problems == []
    return reader


async def test_an_answer_in_one_piece_is_said_in_many_events(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    model.answers(MEGABYTES)
    answer = await run(await ask(project))
    [entries] = await get_log().read_after([(str(project.pk), START)], count=100_000)
    assert all(len(entry.frame.encode()) <= SERVER_FRAME_MAX_BYTES for entry in entries)
    deltas = [event for event in (entry.event() for entry in entries) if event["type"] == "delta"]
    assert "".join(event["content"] for event in deltas) == answer.content == MEGABYTES
    [end] = await events(project, "finalized")
    assert "content" not in end
    assert end["length"] == len(MEGABYTES)


async def test_every_snapshot_of_it_and_what_follows_come_to_the_same(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.answers("x" * 200_000)
    await run(await ask(project))
    assert await check_every_snapshot(alice, project, monkeypatch, long=True) > 8


async def test_who_opens_it_in_mid_answer_has_the_text_in_full(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    gate = asyncio.Event()
    answer = await ask(project)
    model.answers(MEGABYTES, gate, "The end.")
    async with running(answer) as owner:
        await until_seen(answer, MEGABYTES)
        newest = await get_log().head(str(project.pk))
        late = asyncio.create_task(follow(alice, project))
        whole = await read_message(alice, answer.pk)
        assert (whole.content, whole.status, whole.at) == (MEGABYTES, "running", str(newest))
        assert (await take_whole_snapshot(alice, project.pk)).messages[-1].content == MEGABYTES
        gate.set()
        await owner
        reader = await late
    assert reader.texts[str(answer.pk)] == (await fresh(answer)).content == MEGABYTES + "The end."


async def test_who_comes_back_to_megabytes_gets_several_frames(
    project: Project, alice: User, model: ScriptedModel
) -> None:
    answer = await ask(project)
    model.answers(MEGABYTES)
    await run(answer)
    [created, *others] = await events(project)
    reader = await follow(alice, project, asked=created["id"])
    assert reader.events == len(others)


async def test_another_owner_restates_a_long_text(project: Project, alice: User, model: ScriptedModel) -> None:
    """What an earlier step has said stands, however long it is."""
    answer = await ask(project)
    model.answers(MEGABYTES, asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, MEGABYTES)
        await kill(owner)
    model.answers("Anew: " + MEGABYTES)
    await run(answer)
    reader = await follow(alice, project, frames=1)
    assert reader.holds(str(answer.pk), "Anew: " + MEGABYTES)


async def test_a_log_that_is_lost_at_the_end_is_told_the_long_text_first(
    project: Project, alice: User, model: ScriptedModel, valkey: object
) -> None:
    gate = asyncio.Event()
    answer = await ask(project)
    model.answers(MEGABYTES, gate)
    async with running(answer) as owner:
        await until_seen(answer, MEGABYTES)
        valkey.flushall()  # type: ignore[attr-defined]
        gate.set()
        await owner
    reader = Follower("reader")
    [entries] = await get_log().read_after([(str(project.pk), START)], count=100_000)
    assert all(len(entry.frame.encode()) <= SERVER_FRAME_MAX_BYTES for entry in entries)
    reader.apply({"type": "snapshot", "at": "0-0", "messages": []})
    for entry in entries:
        reader.apply(entry.event())
    assert reader.problems == []
    assert reader.texts[str(answer.pk)] == MEGABYTES


async def test_what_a_tool_was_given_is_whole_over_http_however_large(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("Painting. ", use("paint", colour="r" * 100_000))
    async with running(answer) as owner:
        await until_at_work(project)
        [start] = await events(project, "tool_start")
        assert "arguments" not in start
        [call] = (await read_message(alice, answer.pk)).tool_calls
        assert (call.status, call.arguments) == ("running", {"colour": "r" * 100_000})
        await kill(owner)
