"""Read this second. A run: from a person's message to `finalized`, and what becomes of it when its owner dies."""

import asyncio

import pytest

from projects.models import Project
from tests.chat import ask, events, fresh, kill, run, running, until_seen
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


async def test_a_run_from_message_to_finalized(project: Project, model: ScriptedModel) -> None:
    """Everything that happens is an event, in order; the row has the whole text once the run has ended."""
    model.answers("A coffee shop, then. ", use("set_title", title="Morning beans"))
    model.answers("It is named.")

    answer = await run(await ask(project, "An intro for my coffee shop"))

    assert answer.status == "success"
    assert answer.content == "A coffee shop, then. \n\nIt is named."
    assert answer.project.title == "Morning beans"

    log_events = await events(project)
    assert [event["type"] for event in log_events if event["type"] != "delta"] == [
        "message_created",  # what the person said
        "message_created",  # the answer, still empty
        "status",  # thinking
        "status",  # building
        "tool_start",
        "tool_result",
        "status",  # thinking about the result
        "finalized",
    ]
    assert "".join(event["content"] for event in log_events if event["type"] == "delta") == answer.content
    assert log_events[-1]["content"] == answer.content


async def test_what_happens_when_the_owner_dies(project: Project, model: ScriptedModel) -> None:
    """The next owner says where it takes up, and the run ends as if nothing had been."""
    answer = await ask(project)

    model.answers("Once upon a ", asyncio.Event())  # an event that nobody sets: this call never ends
    async with running(answer) as first_owner:
        await until_seen(answer, "Once upon a ")
        await kill(first_owner)
    assert (await fresh(answer)).status == "running"

    model.answers("Once upon a time.")
    assert (await run(answer)).content == "Once upon a time."

    restarted, finalized = await events(project, "status", "finalized"), await events(project, "finalized")
    assert [(event["attempt"], event["status"]) for event in restarted if event["type"] == "status"] == [
        (1, "thinking"),
        (2, "restarted"),
        (2, "thinking"),
    ]
    assert len(finalized) == 1
