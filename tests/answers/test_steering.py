"""What a person adds to an answer that a function writes."""

import asyncio
from uuid import uuid4

import pytest

from chatstream.answers.answer import Answer
from chatstream.rows.database import off_loop
from chatstream.rows.steering import steer
from chatstream.run import responder as responders
from chatstream.testing.responder import ScriptedResponder
from projects.models import Message, Project
from tests.chat import ask, events, kill, run, running, until_seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("connections")]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ScriptedResponder:
    script = ScriptedResponder()
    monkeypatch.setattr(responders, "_load", lambda path: script)
    return script


async def add(answer: Message, text: str) -> None:
    await off_loop(steer)(answer, uuid4(), text)


async def test_each_call_returns_what_came_and_returns_it_again_after_a_takeover(
    project: Project, script: ScriptedResponder
) -> None:
    said, rest = asyncio.Event(), asyncio.Event()
    heard: list[list[str]] = []
    ends: list[bool] = []

    async def read(answer: Answer) -> None:
        heard.append(await answer.steering())

    async def close(answer: Answer) -> None:
        ends.append(await answer.close())

    script.answers(read, "Half ", said, close, read, "and half.", rest, read, close)
    answer = await ask(project, "Hello")
    async with running(answer) as owner:
        await until_seen(answer, "Half ")
        await add(answer, "Make it blue")
        said.set()
        await until_seen(answer, "Half and half.")
        await add(answer, "And a dog")
        await kill(owner)
    rest.set()
    assert (await run(answer)).status == "success"
    assert heard == [[], ["Make it blue"], [], ["Make it blue", "And a dog"], []]
    assert ends == [False, False, True]
    places = [(event["text"], event.get("offset")) for event in await events(project, "steering")]
    assert places == [("Make it blue", None), ("Make it blue", 5), ("And a dog", None), ("And a dog", 5)]


async def test_what_a_function_never_reads_is_there_for_the_next_answer(
    project: Project, script: ScriptedResponder
) -> None:
    script.answers("Half ", gate := asyncio.Event(), "and half.")
    script.answers("Blue.")
    answer = await ask(project, "Hello")
    async with running(answer) as owner:
        await until_seen(answer, "Half ")
        await add(answer, "Make it blue")
        gate.set()
        await owner
    await run(await ask(project, "Well?"))
    assert [each["content"] for each in script.asked[-1]] == ["Hello", "Half and half.", "Make it blue", "Well?"]
