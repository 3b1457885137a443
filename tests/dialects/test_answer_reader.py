"""A client that can only append, or begin anew, ends with the answer to the letter, wherever it joined and whatever happened."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from chatstream.dialects.answer_reader import AnswerReader
from chatstream.dialects.changes import Change, Ended, Reset, Steering, Text, Thought, ToolEnded, ToolStarted
from chatstream.rows.database import off_loop
from chatstream.rows.steering import steer
from orchestrator.llm.interface import Reasoning
from projects.models import Message, Project
from projects.snapshot import take_snapshot
from tests.chat import ask, events, fresh, kill, run, running, until_seen
from tests.orchestrator.paint_tools import Paint, paint
from tests.scripted_model import ScriptedModel, use

__all__ = ["paint"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


@dataclass
class AppendingClient:
    """What it shows: text and tools in their order. `resets`: how often it began anew."""

    parts: list[str] = field(default_factory=list)
    thoughts: str = ""
    tools: dict[str, str] = field(default_factory=dict)
    resets: int = 0
    end: str = ""

    def apply(self, change: Change) -> None:
        match change:
            case Text(content):
                self.parts.append(content)
            case Thought(content):
                self.thoughts += content
            case ToolStarted(id, name):
                self.parts.append(f"<{name}>")
                self.tools[id] = "running"
            case ToolEnded(id, _, error):
                self.tools[id] = "error" if error else "success"
            case Steering(_, text, is_read):
                self.parts.append(f"<{text}>" if is_read else "")
            case Reset():
                self.parts, self.thoughts, self.tools = [], "", {}
                self.resets += 1
            case Ended(status):
                self.end = status

    @property
    def shown(self) -> tuple[str, str, list[str], str]:
        return "".join(self.parts), self.thoughts, list(self.tools.values()), self.end


def read(message: dict[str, Any] | None, later: list[dict[str, Any]]) -> AppendingClient:
    reader, client = AnswerReader(), AppendingClient()
    for change in reader.read_message(message) if message else ():
        client.apply(change)
    for event in later:
        for change in reader.read_event(event):
            client.apply(change)
    return client


async def history(project: Project, answer: Message) -> list[dict[str, Any]]:
    return [event for event in await events(project) if event.get("message_id") == str(answer.pk)]


async def snapshot_of(alice: User, answer: Message) -> dict[str, Any]:
    snapshot = await take_snapshot(alice, answer.project_id)
    return next(each.model_dump(mode="json") for each in snapshot.messages if each.id == answer.pk)


async def test_text_thoughts_and_tools_stand_in_their_order(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    model.answers(Reasoning("Red?"), "First. ", use("paint", colour="red"))
    model.answers("Then.")
    await run(answer)
    live, late = read(None, await history(project, answer)), read(await snapshot_of(alice, answer), [])
    assert live.shown == late.shown == ("First. <paint>\n\nThen.", "Red?", ["success"], "success")
    assert live.resets == late.resets == 0


async def test_a_takeover_that_says_the_same_again_is_not_noticed(project: Project, model: ScriptedModel) -> None:
    answer = await ask(project)
    model.answers("Once upon a ", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "Once upon a ")
        await kill(owner)
    model.answers("Once upon a time.")
    await run(answer)
    client = read(None, await history(project, answer))
    assert (client.shown[0], client.resets) == ("Once upon a time.", 0)


async def test_a_takeover_that_says_something_else_begins_anew(
    project: Project, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    model.answers("First. ", use("paint", colour="red"))
    model.answers("Long long ago", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First. \n\nLong long ago")
        await kill(owner)
    model.answers("Now.")
    await run(answer)
    client = read(None, await history(project, answer))
    assert client.shown == ("First. <paint>\n\nNow.", "", ["success"], "success")
    assert client.resets == 1


async def test_who_joins_at_any_event_ends_with_the_same(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer = await ask(project)
    model.answers(Reasoning("Hm."), "First. ", use("paint", colour="red"))
    model.answers("Second wi", asyncio.Event())
    early = []
    async with running(answer) as owner:
        await until_seen(answer, "First. \n\nSecond wi")
        early.append((len(await history(project, answer)), await snapshot_of(alice, answer)))
        await kill(owner)
    early.append((len(await history(project, answer)), await snapshot_of(alice, answer)))
    model.answers("Second.")
    await run(answer)
    whole = await history(project, answer)
    expected = read(await snapshot_of(alice, answer), []).shown
    assert (await fresh(answer)).content == "First. \n\nSecond."
    for place, snapshot in early:
        assert read(snapshot, whole[place:]).shown == expected


async def test_what_was_added_stands_where_it_was_read(
    project: Project, alice: User, model: ScriptedModel, paint: Paint
) -> None:
    answer, gate = await ask(project), asyncio.Event()
    model.answers("First. ", gate, use("paint", colour="red"))
    model.answers(use("paint", colour="blue"))
    model.answers("Blue.")
    async with running(answer) as owner:
        await until_seen(answer, "First. ")
        await off_loop(steer)(answer, uuid4(), "Blue?")
        gate.set()
        await owner
    live, late = read(None, await history(project, answer)), read(await snapshot_of(alice, answer), [])
    assert live.shown == late.shown
    assert (late.shown[0], late.resets) == ("First. <paint><Blue?><paint>\n\nBlue.", 0)


def test_a_tool_that_was_cut_off_is_told_as_such() -> None:
    start = {"type": "tool_start", "tool_call_id": "t", "name": "paint", "title": "Paint", "ts": 1, "offset": 0}
    end = {"type": "finalized", "status": "cancelled", "content": "", "ts": 1}
    client = read({"status": "running", "content": "", "tool_calls": []}, [start, end])
    assert client.shown == ("<paint>", "", ["error"], "cancelled")
