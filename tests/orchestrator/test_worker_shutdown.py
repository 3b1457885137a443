"""A worker that shuts down releases its runs, and another one finishes them."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from chatstream.run import worker_shutdown
from chatstream.run.supervision import ClaimReleased
from projects.models import Project
from tests.chat import ask, events, fresh, run, running, until_seen
from tests.orchestrator.paint_tools import Paint
from tests.scripted_model import ScriptedModel, use

pytestmark = pytest.mark.usefixtures("connections")


@pytest_asyncio.fixture
async def shutdown_requested() -> AsyncIterator[asyncio.Event]:
    """Set it, and this process behaves like a worker after SIGTERM."""
    requested = worker_shutdown.shutdown_requested()
    yield requested
    requested.clear()


async def test_a_worker_that_shuts_down_releases_its_run(
    project: Project, model: ScriptedModel, paint: Paint, shutdown_requested: asyncio.Event
) -> None:
    answer = await ask(project)
    model.answers("First red. ", use("paint", colour="red"))
    model.answers("Then bl", asyncio.Event())
    async with running(answer) as owner:
        await until_seen(answer, "First red. \n\nThen bl")
        shutdown_requested.set()
        with pytest.raises(ClaimReleased):
            await owner
    assert not model.open_streams
    released = await fresh(answer)
    assert (released.status, released.attempt, released.heard_from) == ("running", 0, None)

    shutdown_requested.clear()
    model.answers("Then blue.")
    ended = await run(answer)
    assert (ended.status, ended.attempt, ended.content) == ("success", 1, "First red. \n\nThen blue.")
    [restarted] = [event for event in await events(project, "status") if event["status"] == "restarted"]
    assert restarted["content"] == "First red. "
