"""The connection to the store: whoever waits for it can be told to go, at any moment."""

import asyncio
from uuid import uuid4

import pytest

from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from tests.chatstream.appends import append_words

pytestmark = pytest.mark.usefixtures("connections")


@pytest.mark.parametrize("steps", range(0, 40, 2))
async def test_a_cancelled_task_ends_wherever_it_is_and_spoils_nothing_for_the_next(steps: int) -> None:
    """On Python 3.11 `asyncio.wait_for`, which every command goes through, can lose a cancellation."""
    log, project = get_log(), str(uuid4())
    head = await append_words(project, "Hello")

    async def read_for_ever() -> None:
        while True:
            await log.read_after([(project, START)])

    task = asyncio.create_task(read_for_ever())
    await asyncio.sleep(0.005)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    ended = task.cancelled()
    task.cancel()
    assert ended, "it went on"
    for _ in range(3):
        assert await log.head(project) == head
