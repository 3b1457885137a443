"""R7: everything is restarted, one process after the other, twenty times, while people chat: no answer fails."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from chaos.actor import Actor, end_all
from chaos.checker import check
from chaos.clients import Asker
from chaos.cluster import HOST, make_daphne, make_uvicorn, make_worker
from chaos.history import History, read
from chaos.measures import catch_ups, percentile_ms
from chaos.performance import make_clients, rows_of, wait_until_quiet
from chatstream.cancellation import cancel_and_wait
from chatstream.rows.database import off_loop
from projects.access.tokens import make_token
from projects.actions import create_project
from projects.models import Message
from tests.chat import rows
from tests.reliability.readers import Readers

ROUNDS = 20
PROJECTS = 6
INTERRUPTION_MS = 3_000

Servers = tuple[list[Actor], list[Actor]]


@asynccontextmanager
async def two_of_each(folder: Path, make_web: Callable[..., Actor]) -> AsyncIterator[Servers]:
    """Two web servers of this kind and two workers, on the database and the Valkey of this process."""
    stores = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "LOG_LEVEL": "CRITICAL",
    }
    webs = [make_web(folder, stores, f"web {number}") for number in (1, 2)]
    workers = [make_worker(folder, number, stores) for number in (1, 2)]
    try:
        for actor in (*webs, *workers):
            actor.start()
        await asyncio.gather(*[actor.until_up() for actor in (*webs, *workers)])
        yield webs, workers
        for worker in workers:
            await asyncio.to_thread(worker.stop, 15.0)  # in order, so that it leaves nothing in the queue
    finally:
        end_all([*webs, *workers])


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("connections")
@pytest.mark.parametrize("make_web", [make_daphne, make_uvicorn])
async def test_twenty_rolling_restarts_fail_no_answer_and_interrupt_nobody_for_more_than_three_seconds(
    make_web: Callable[..., Actor], alice: User, tmp_path: Path
) -> None:
    token = await off_loop(make_token)(alice)
    projects = [await off_loop(create_project)(alice, f"Rolling {number}") for number in range(PROJECTS)]
    history = History(tmp_path / "clients.jsonl")
    async with two_of_each(tmp_path, make_web) as (webs, workers), AsyncExitStack() as stack:
        addresses = [f"{HOST}:{web.port}" for web in webs]
        clients = make_clients(projects, token, addresses, history)
        stack.push_async_callback(cancel_and_wait, *[asyncio.create_task(client.follow()) for client in clients])
        askers = [Asker(str(project.pk), token, addresses, random.Random(7)) for project in projects]
        enough = asyncio.Event()
        asking = [asyncio.create_task(asker.keep_asking(enough)) for asker in askers]
        stack.push_async_callback(cancel_and_wait, *asking)
        await Readers(history, clients).until(lambda client: client.position is not None)
        for _ in range(ROUNDS):
            for web, worker in zip(webs, workers, strict=True):
                await asyncio.gather(web.restart(), worker.restart())
        enough.set()
        await wait_until_quiet(asking, askers, clients)
        history.close()
    records = read([tmp_path / "clients.jsonl", *tmp_path.glob("worker*.jsonl")]) + await rows_of(projects)
    verdict = check(records)
    assert verdict.problems == []
    assert verdict.runs >= ROUNDS
    answers = await rows(Message.objects.filter(role="assistant"))
    assert {(answer.status, answer.attempt) for answer in answers} == {("success", 1)}
    waits = catch_ups(records)
    assert len(waits) >= ROUNDS * len(clients) / 2
    assert percentile_ms(waits) <= INTERRUPTION_MS
