"""A snapshot as of any event, and the events after it, come to what is in the database at the end: to the letter."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.log.entries import START, Position
from chatstream.log.event_log import Log, get_log
from chatstream.rows.approvals import decide
from chatstream.rows.database import off_loop
from chatstream.rows.steering import steer
from chatstream.run.errors import ModelError
from chatstream.wire.views import Snapshot
from projects.models import Project, ToolCall
from projects.snapshot import take_snapshot
from tests.chat import ask, ask_again, kill, rows, run, running, stop, until_seen
from tests.orchestrator.paint_tools import Paint, until_at_work
from tests.reader import Reader
from tests.scripted_model import ScriptedModel, Usage, use

pytestmark = pytest.mark.usefixtures("connections")


async def snapshot_at(user: User, project: Project, at: Position, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """As it is taken by somebody who has read the log's head, and then falls asleep until everything is over."""

    async def old_head(log: Log, project_id: object) -> Position:
        return at

    with monkeypatch.context() as patch:
        patch.setattr(Log, "head", old_head)
        return await take_snapshot(user, project.pk)


async def check_every_snapshot(
    user: User, project: Project, monkeypatch: pytest.MonkeyPatch, *, long: bool = False
) -> int:
    """Returns how many were checked. `long`: a snapshot may be of an earlier event, with which a long text began."""
    final = Reader(await take_snapshot(user, project.pk)).view()
    [entries] = await get_log().read_after([(str(project.pk), START)], count=100_000)
    positions = [START, *(entry.position for entry in entries)]
    for index, at in enumerate(positions):
        snapshot = await snapshot_at(user, project, at, monkeypatch)
        began = positions.index(Position.parse(snapshot.at) or START)
        assert began == index or (long and began < index)
        reader = Reader(snapshot)
        for entry in entries[began:]:
            reader.apply(entry.event())
        assert reader.view() == final, f"as of event {index}, {entries[index - 1].type}"
    return len(positions)


async def test_of_turns_with_tools_that_wait_for_each_other(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await ask(project, "One"), await ask(project, "Two")
    model.answers("Let me", " see. ", use("paint", colour="red"), use("set_title", title=5), Usage(10, 20))
    model.answers("Red it is.", Usage(30, 40))
    model.answers("Which ", "one? ", use("ask_user", question="Which one?", options=["This", "That"]))
    await run(first)
    await run(second)
    assert await check_every_snapshot(alice, project, monkeypatch) > 15


async def test_of_a_turn_to_which_its_person_adds(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("On it.", gate, use("set_title", title="One"))
    model.answers("Blue.")
    async with running(answer) as owner:
        await until_seen(answer, "On it.")
        await off_loop(steer)(answer, uuid4(), "Make it blue")
        gate.set()
        await owner
    assert await check_every_snapshot(alice, project, monkeypatch) > 10


async def test_of_a_turn_that_waits_for_its_person(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.TOOLS_NEED_APPROVAL = ["set_title"]
    model.answers("May I?", use("set_title", title="One"), use("set_title", title="Two"))
    answer = await run(await ask(project))
    one, two = await rows(ToolCall.objects)
    await off_loop(decide)(answer, one.pk, "declined")
    await off_loop(decide)(answer, two.pk, "approved")
    model.answers("Done.")
    await run(answer)
    assert await check_every_snapshot(alice, project, monkeypatch) > 15


async def test_of_a_turn_that_fails_and_is_tried_again(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)
    model.answers("I think", ModelError("The model failed."))
    model.answers("I think that", ModelError("The model failed."))
    await run(answer)
    model.answers("I know that.")
    await run(await ask_again(answer))
    await check_every_snapshot(alice, project, monkeypatch)


async def test_of_a_turn_that_changes_hands_twice(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)
    paint.dry.clear()
    model.answers("First. ", use("paint", colour="red"), Usage(1, 2))
    async with running(answer) as owner:
        await until_at_work(project)
        await kill(owner)
    paint.dry.set()
    model.answers("Second, cut", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First. \n\nSecond, cut")
        await kill(owner)
    model.answers("Second, whole.", Usage(3, 4))
    await run(answer)
    await check_every_snapshot(alice, project, monkeypatch)


async def test_of_turns_that_are_stopped(
    project: Project, alice: User, model: ScriptedModel, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work, waiting = await ask(project), await ask(project)
    paint.dry.clear()
    model.answers("Painting. ", use("paint", colour="red"))
    await stop(waiting)
    async with running(at_work) as owner:
        await until_at_work(project)
        await stop(at_work)
        await kill(owner)
    await run(at_work)
    await check_every_snapshot(alice, project, monkeypatch)


async def test_of_a_turn_that_is_given_up(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await ask(project)
    for attempt in ("first", "second", "third"):
        model.answers(f"The {attempt} try", asyncio.Event())
        async with running(answer) as owner:
            await until_seen(answer, f"The {attempt} try")
            await kill(owner)
    await run(answer)
    await check_every_snapshot(alice, project, monkeypatch)


async def test_while_a_run_goes_on(project: Project, alice: User, model: ScriptedModel, paint: Paint) -> None:
    """Here it is the database that is behind: it has nothing of the words yet."""
    answer, gate = await ask(project), asyncio.Event()
    model.answers("Red ", use("paint", colour="red"))
    model.answers("and ", gate, "blue.")
    async with running(answer) as owner:
        await until_seen(answer, "Red \n\nand ")
        snapshot = await take_snapshot(alice, project.pk)
        reader = Reader(snapshot)
        [_, last] = reader.view()
        assert (last["status"], last["content"]) == ("running", "Red \n\nand ")
        assert [call["status"] for call in last["tool_calls"]] == ["success"]
        gate.set()
        await owner
    at = Position.parse(snapshot.at)
    assert at is not None
    [entries] = await get_log().read_after([(str(project.pk), at)])
    for entry in entries:
        reader.apply(entry.event())
    assert reader.view() == Reader(await take_snapshot(alice, project.pk)).view()


async def test_a_message_that_is_newer_than_the_snapshot_is_left_out(
    project: Project, alice: User, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.answers("One.")
    first = await run(await ask(project))
    at = await get_log().head(str(project.pk))
    await ask(project)
    model.answers("Two.")
    await run(await ask(project))
    snapshot = json.loads((await snapshot_at(alice, project, at, monkeypatch)).encode())
    assert [message["id"] for message in snapshot["messages"]] == [str(first.answers_id), str(first.pk)]
