"""A line to the database that takes everything and answers nothing: a process that is told to end is gone all the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from signal import SIGTERM

import httpx
import pytest
from django.conf import settings
from django.db import ConnectionHandler, OperationalError, connection
from environ import Env

from chaos.actor import Actor, end_all
from chaos.cluster import make_daphne, make_uvicorn, make_worker
from chatstream.rows.database import off_loop
from chatstream.run.run_pool import SHUTDOWN_SECONDS
from chatstream.run.threads import JOIN_SECONDS
from chatstream.testing.fault_proxy import FaultProxy
from config.daphne_exit import EXIT_SECONDS
from config.databases import database
from config.web_server_shutdown import DRAIN_SECONDS
from instance.processes import GRACE_SECONDS
from projects.access.tokens import make_token
from projects.models import Message, Project
from tests.chat import ask, fresh, until


@pytest.fixture
async def line() -> AsyncIterator[FaultProxy]:
    server = connection.settings_dict
    proxy = FaultProxy(lambda: asyncio.open_connection(server["HOST"], int(server["PORT"])))
    async with proxy.listening() as port:
        proxy.url = f"postgres://{server['USER']}@127.0.0.1:{port}/{server['NAME']}"
        yield proxy


@pytest.fixture
def stores(line: FaultProxy, connections: None) -> dict[str, str]:
    kept_open = {"DATABASE_CONNECTION_SECONDS": "60"}  # a new one would be given up after 5 s
    return {"DATABASE_URL": line.url, "REDIS_URL": settings.REDIS_URL, **kept_open}


@pytest.mark.django_db(transaction=True)
async def test_what_nobody_answers_fails_and_the_next_statement_is_asked_anew(
    line: FaultProxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_STATEMENT_SECONDS", "1")
    lines = ConnectionHandler({"default": database(f"{line.url}?application_name=asking", Env(), tmp_path)})
    loop = asyncio.get_running_loop()

    def ask() -> None:
        with lines["default"].cursor() as cursor:
            cursor.execute("SELECT 1")

    def ask_with_and_without_a_line() -> None:
        ask()
        loop.call_soon_threadsafe(line.freeze)
        with pytest.raises(OperationalError, match="did not answer within 6 s"):
            while True:
                ask()
        loop.call_soon_threadsafe(line.thaw)
        lines["default"].close_if_unusable_or_obsolete()  # as before each piece of work
        ask()
        lines.close_all()

    await asyncio.to_thread(ask_with_and_without_a_line)
    await until(has_no_session)  # else the database of the tests could not be dropped


def test_a_process_takes_less_time_than_it_is_given() -> None:
    assert GRACE_SECONDS["worker"] > SHUTDOWN_SECONDS + JOIN_SECONDS
    assert GRACE_SECONDS["web server"] > DRAIN_SECONDS + EXIT_SECONDS


async def test_a_worker_ends_without_its_database(
    project: Project, line: FaultProxy, stores: dict[str, str], tmp_path: Path
) -> None:
    worker = make_worker(tmp_path, 1, stores)
    worker.start()
    try:
        await worker.until_up()
        answer = await ask(project, "write a 2000 word voice-over about coffee")
        await until(lambda: is_running(answer), 20)
        line.freeze()
        worker.process.terminate()
        assert await asyncio.to_thread(worker.process.wait, SHUTDOWN_SECONDS + JOIN_SECONDS + 5) == 0
        assert "blocking call" in worker.output.read_text()
    finally:
        end_all([worker])


@pytest.mark.parametrize(("make_web", "exit_code"), [(make_daphne, 0), (make_uvicorn, -SIGTERM)])
async def test_a_web_server_ends_without_its_database(
    make_web: Callable[..., Actor],
    exit_code: int,
    project: Project,
    line: FaultProxy,
    stores: dict[str, str],
    tmp_path: Path,
) -> None:
    headers = {"Authorization": f"Bearer {await off_loop(make_token)(project.owner)}"}
    web = make_web(tmp_path, stores)
    web.start()
    try:
        await web.until_up()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{web.port}", headers=headers, timeout=60) as client:
            assert (await client.get(f"/api/projects/{project.pk}/")).status_code == 200
            line.freeze()
            asking = asyncio.create_task(client.get(f"/api/projects/{project.pk}/"))
            await until(lambda: line.kept_back)
            web.process.terminate()
            assert await asyncio.to_thread(web.process.wait, DRAIN_SECONDS + EXIT_SECONDS + 5) == exit_code
            with pytest.raises(httpx.TransportError):
                await asking
    finally:
        end_all([web])


@off_loop
def has_no_session() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_stat_activity WHERE application_name = 'asking'")
        return cursor.fetchone() is None


async def is_running(answer: Message) -> bool:
    return (await fresh(answer)).status == "running"
