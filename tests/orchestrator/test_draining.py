"""A worker that is told to end: its runs are handed on, and finished by another."""

import asyncio
from collections.abc import Iterator

import pytest

from orchestrator.run import supervision
from orchestrator.run.supervision import HandedOn
from projects.models import Project
from tests.chat import ask, events, fresh, run, running, until_seen
from tests.orchestrator.studio import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest.fixture
def draining() -> Iterator[asyncio.Event]:
    """Set it, and this process behaves like a worker that was told to end."""
    yield supervision.draining
    supervision.draining.clear()


async def test_a_worker_that_ends_hands_its_run_on(
    project: Project, model: ScriptedModel, paint: Paint, draining: asyncio.Event
) -> None:
    answer = await ask(project)
    model.answers("First red. ", use("paint", colour="red"))
    model.answers("Then bl", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First red. \n\nThen bl")
        draining.set()
        with pytest.raises(HandedOn):
            await owner
    assert not model.open_streams
    handed_on = await fresh(answer)
    assert (handed_on.status, handed_on.attempt, handed_on.heard_from) == ("running", 0, None)

    draining.clear()
    model.answers("Then blue.")
    ended = await run(answer)
    assert (ended.status, ended.attempt, ended.content) == ("success", 1, "First red. \n\nThen blue.")
    [restarted] = [event for event in await events(project, "status") if event["status"] == "restarted"]
    assert restarted["content"] == "First red. "
