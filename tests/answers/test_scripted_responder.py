"""A responder that a test has written, and what readers see of it."""

import asyncio

import pytest

from chatstream.run import responder as responders
from chatstream.run.errors import ModelError
from chatstream.testing.responder import ScriptedResponder, Think, Use
from projects.models import Project
from tests.chat import ask, events, run, running, until_seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


async def test_it_does_what_is_written_down(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    script, gate = ScriptedResponder(), asyncio.Event()
    monkeypatch.setattr(responders, "_load", lambda path: script)
    script.answers(Think("Hm."), "Half ", gate, Use("search", {"for": "tea"}, {"found": 1}), "and half.")
    script.answers("So far", ModelError("The model is away."))
    answer = await ask(project, "Hello")
    async with running(answer) as owner:
        await until_seen(answer, "Half ")
        gate.set()
        await owner
    ended = await run(await ask(project, "And again"))
    assert [event["payload"] for event in await events(project, "tool_result")] == [{"found": 1}]
    assert [event["content"] for event in await events(project, "finalized")] == ["Half and half.", "So far"]
    assert (ended.status, (ended.error or {})["error"]) == ("error", "The model is away.")
    assert [history[-1]["content"] for history in script.asked] == ["Hello", "And again"]
