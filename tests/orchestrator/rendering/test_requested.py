"""The button: a file is made once, by one worker, whoever dies; what is ended leaves nothing; and nothing is said in the chat."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import AsyncClient
from django.utils import timezone

from chatstream.cancellation import cancel_and_wait
from chatstream.log.connection import get_client
from chatstream.rows.database import off_loop
from orchestrator.rendering import availability, requested_exports
from orchestrator.rendering.server_export import NO_EXPORT
from projects import server_exports
from projects.export_hints import CHANNEL
from projects.models import Asset, Message, Project, ServerExport
from tests.chat import events, rows, until
from tests.orchestrator.rendering.conftest import Behave
from tests.orchestrator.rendering.left_over import processes

pytestmark = pytest.mark.usefixtures("connections")


@asynccontextmanager
async def worker() -> AsyncIterator[None]:
    """To leave it is to kill it: nothing more is written."""
    serving = asyncio.create_task(requested_exports.serve_requests())
    try:
        yield
    finally:
        await cancel_and_wait(serving)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requested_exports, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(requested_exports, "HEARTBEAT_SECONDS", 0.02)


async def call(user: User, project: Project, method: str, body: dict | None = None) -> Any:
    client = AsyncClient()
    await client.aforce_login(user)
    path = f"/api/projects/{project.pk}/server-export/"
    return await getattr(client, method)(path, body or {}, content_type="application/json")


async def state(user: User, project: Project) -> dict:
    client = AsyncClient()
    await client.aforce_login(user)
    return (await client.get(f"/api/projects/{project.pk}/server-export/")).json()["export"]


async def until_status(user: User, project: Project, status: str) -> dict:
    async def is_so() -> bool:
        return (await state(user, project))["status"] == status

    await until(is_so)
    return await state(user, project)


def kept_files(project: Project) -> list[Path]:
    return list((settings.ASSETS_DIR / str(project.pk)).glob("*.mp4"))


async def test_a_file_is_made_and_nothing_is_said(alice: User, film_project: Project, behave: Behave) -> None:
    behave("good")
    asked = await call(alice, film_project, "post", {"short_side": 1080})
    assert (asked.status_code, asked.json()["export"]["status"]) == (201, "waiting")
    async with worker():
        done = await until_status(alice, film_project, "success")
    assert (done["asset"]["width"], done["asset"]["height"], done["asset"]["revision"]) == (1920, 1080, 1)
    assert len(kept_files(film_project)) == 1
    assert await rows(Message.objects) == []
    assert await events(film_project) == []


async def test_a_worker_begins_when_it_is_asked_and_not_when_it_looks(
    alice: User, film_project: Project, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requested_exports, "POLL_SECONDS", 3600)
    behave("good")
    async with worker():
        await until(is_heard)
        await call(alice, film_project, "post")
        await until_status(alice, film_project, "success")


async def is_heard() -> bool:
    """A worker has subscribed."""
    [(_, listeners)] = await get_client().pubsub_numsub(CHANNEL)
    return bool(listeners)


async def test_a_worker_that_is_ended_in_the_moment_of_a_request_ends(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever of the request it has heard by then."""
    monkeypatch.setattr(requested_exports, "POLL_SECONDS", 3600)
    for turns_of_the_loop in range(6):
        requested = asyncio.Event()
        serving = asyncio.create_task(requested_exports._serve(requested))
        await until(lambda requested=requested: requested._waiters)
        requested.set()
        for _ in range(turns_of_the_loop):
            await asyncio.sleep(0)
        serving.cancel()
        async with asyncio.timeout(10):
            await asyncio.gather(serving, return_exceptions=True)


async def test_how_far_it_is_can_be_seen(alice: User, film_project: Project, behave: Behave) -> None:
    behave("slow")
    await call(alice, film_project, "post")

    async def is_on_its_way() -> bool:
        return (await state(alice, film_project))["detail"].startswith("Rendering frame")

    async with worker():
        await until(is_on_its_way)
        assert 0 < (await state(alice, film_project))["progress"] < 1


async def test_who_presses_twice_gets_one_file(alice: User, film_project: Project, behave: Behave) -> None:
    behave("good")
    await call(alice, film_project, "post")
    again = await call(alice, film_project, "post", {"short_side": 1080})
    assert again.json()["export"]["short_side"] == 720
    async with worker(), worker():
        await until_status(alice, film_project, "success")
    assert len(await rows(Asset.objects)) == 1
    await call(alice, film_project, "post")
    async with worker():
        await until_status(alice, film_project, "success")
    assert len(await rows(Asset.objects)) == 2


async def test_what_is_ended_leaves_no_process_and_no_file(alice: User, film_project: Project, behave: Behave) -> None:
    behave("silent")
    await call(alice, film_project, "post")
    async with worker():
        await until(lambda: processes(settings.VAR_DIR))
        ended = await call(alice, film_project, "delete")
        assert ended.json()["export"]["status"] == "cancelled"
        await until(lambda: not processes(settings.VAR_DIR))
    assert (await state(alice, film_project))["status"] == "cancelled"
    assert kept_files(film_project) == []


async def test_a_worker_that_dies_is_followed_by_another(
    alice: User, film_project: Project, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    behave("silent")
    await call(alice, film_project, "post")
    async with worker():
        await until(lambda: processes(settings.VAR_DIR))
    behave("good")
    async with worker():
        await until_status(alice, film_project, "running")
        monkeypatch.setattr(server_exports, "SILENT_SECONDS", 0.0)
        await until_status(alice, film_project, "success")
    assert len(kept_files(film_project)) == 1


async def test_a_video_that_ends_every_worker_is_given_up(alice: User, film_project: Project, behave: Behave) -> None:
    behave("good")
    await call(alice, film_project, "post")
    await off_loop(ServerExport.objects.update)(attempt=server_exports.MOST_ATTEMPTS)
    async with worker():
        failed = await until_status(alice, film_project, "error")
    assert failed["detail"] == server_exports.GIVEN_UP


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ("failing", "The export broke off at frame 60 of 60"),
        ("small", "does not show the video"),
        ("no file", "our side"),
    ],
)
async def test_a_renderer_that_fails_is_a_sentence(
    alice: User, film_project: Project, behave: Behave, manner: str, why: str
) -> None:
    behave(manner)
    await call(alice, film_project, "post")
    async with worker():
        failed = await until_status(alice, film_project, "error")
    assert why in failed["detail"]
    assert "secret" not in failed["detail"]
    assert kept_files(film_project) == []


async def test_it_waits_for_a_worker_that_can(
    alice: User, film_project: Project, behave: Behave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RENDER_LANE", "off")
    await call(alice, film_project, "post")
    assert await requested_exports._claim() is None
    behave("good")
    async with worker():
        await until_status(alice, film_project, "success")


async def test_it_fails_in_words_when_no_worker_has_come_that_can(
    alice: User, film_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RENDER_LANE", "off")
    await call(alice, film_project, "post")
    assert await requested_exports._claim() is None
    assert (await state(alice, film_project))["status"] == "waiting"

    await ServerExport.objects.aupdate(created=timezone.now() - timedelta(seconds=server_exports.WAIT_SECONDS + 5))
    await get_client().set(availability.KEY, "")  # another worker can
    assert await requested_exports._claim() is None
    assert (await state(alice, film_project))["status"] == "waiting"

    await get_client().delete(availability.KEY)
    assert await requested_exports._claim() is None
    failed = await state(alice, film_project)
    assert (failed["status"], failed["detail"]) == ("error", NO_EXPORT)


async def test_nobody_else_can_ask_see_or_end_it(alice: User, bob: User, film_project: Project, behave: Behave) -> None:
    await call(alice, film_project, "post")
    for method in ("post", "delete"):
        assert (await call(bob, film_project, method)).status_code == 404
    assert (await state(alice, film_project))["status"] == "waiting"
    assert (await call(alice, film_project, "post", {"short_side": 4320})).status_code == 400
