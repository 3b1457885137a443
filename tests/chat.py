"""A chat in this process, without its doors: ask, run, and look at what the log and the rows say."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import django.db
import pytest
from django.contrib.auth.models import User

from chatstream.cancellation import cancel_and_wait
from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from chatstream.rows.database import off_loop
from chatstream.rows.turns import request_stop
from chatstream.run.lifecycle import run_answer
from projects.actions import create_project, retry_turn, start_turn
from projects.models import Message, Project


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create(username="alice")


@pytest.fixture
def bob(transactional_db: None) -> User:
    return User.objects.create(username="bob")


@pytest.fixture
def project(alice: User) -> Project:
    """Alice's, without a name of her own."""
    return create_project(alice, "")


async def ask(project: Project, text: str = "Make me a video.") -> Message:
    """The placeholder of the answer; nothing runs yet."""
    return await off_loop(start_turn)(project.pk, uuid4(), text)


async def ask_again(answer: Message) -> Message:
    return await off_loop(retry_turn)(await fresh(answer), uuid4())


async def stop(answer: Message) -> None:
    await off_loop(request_stop)(answer)


async def run(answer: Message) -> Message:
    """Run the turn to its end, here; returns the row it left."""
    before = await fresh(answer)
    async with asyncio.timeout(20):
        while True:
            await fall_silent(answer)
            await run_answer(answer.pk)
            after = await fresh(answer)
            if after.ended or after.fence > before.fence:  # else the owner's beat came in between
                return after


async def fall_silent(answer: Message) -> None:
    """Whoever runs this has not been heard from for long enough that another may take over."""
    await off_loop(Message.objects.filter(pk=answer.pk).update)(heard_from=None)


@asynccontextmanager
async def running(answer: Message) -> AsyncIterator["asyncio.Task[None]"]:
    """The turn as a task. To cancel it is to kill its worker: nothing more is said or written."""
    await fall_silent(answer)
    task = asyncio.create_task(run_answer(answer.pk))
    try:
        yield task
    finally:
        await kill(task)


async def kill(task: "asyncio.Task[None]") -> None:
    if not task.done():
        await cancel_and_wait(task)


async def fresh(answer: Message) -> Message:
    return await off_loop(Message.objects.select_related("project").get)(pk=answer.pk)


async def rows(queryset: Any) -> list[Any]:
    return await off_loop(lambda: list(queryset.all()))()


async def events(project: Project, *types: str) -> list[dict[str, Any]]:
    """The whole log of the project, or only the events of these types."""
    [entries] = await get_log().read_after([(str(project.pk), START)], count=100_000)
    return [event for event in (entry.event() for entry in entries) if not types or event["type"] in types]


async def visible_text(answer: Message) -> str:
    """The text that a person sees of this answer now, put together from its events."""
    text = ""
    for event in await events(Project(pk=answer.project_id)):
        if event.get("message_id") == str(answer.pk):
            if event["type"] in ("message_created", "finalized") or event.get("status") == "restarted":
                text = event["content"]
            elif event["type"] == "delta":
                text += event["content"]
    return text


async def until(condition: Callable[[], Any], seconds: float = 15) -> None:
    """Wait until `condition()`, which may be a coroutine function, is true."""
    async with asyncio.timeout(seconds):
        while True:
            answer = condition()
            if await answer if asyncio.iscoroutine(answer) else answer:
                return
            await asyncio.sleep(0.005)


async def until_ended_by_a_worker(answer: Message) -> None:
    """Run the turn as a worker does it: when a store fails, it is tried again."""
    async with asyncio.timeout(30):
        while not (await fresh(answer)).ended:
            try:
                await run_answer(answer.pk)
            except django.db.Error:
                await asyncio.sleep(0.01)


async def until_seen(answer: Message, text: str) -> None:
    async def is_seen() -> bool:
        return await visible_text(answer) == text

    await until(is_seen)
