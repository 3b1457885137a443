"""Celery hands answers out, and loses none: neither when its worker is killed nor when it is told to end."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from instance.process import wait_until
from tests.answers.adopter import Site
from tests.answers.llm_chat_site import running_site
from tests.answers.slow_model import TEXT

pytestmark = pytest.mark.site

CELERY = ("-m", "celery", "-A", "examples.celery_queue.queue", "worker", "-P", "solo", "-l", "info", "-f")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("celery") / "celery.log"


@pytest_asyncio.fixture(scope="module")
async def site(valkey_server: str, log: Path) -> AsyncIterator[Site]:
    command = [*CELERY, str(log)]
    broker = valkey_server.replace("unix://", "redis+socket://")
    async with running_site(
        valkey_server, log.parent, "examples.celery_queue", worker_command=command, CELERY_BROKER_URL=broker
    ) as site:
        wait_until(lambda: log.exists() and " ready." in log.read_text(), 60)
        yield site


@pytest.mark.parametrize(("number", "code", "attempt"), [(signal.SIGKILL, -9, 2), (signal.SIGTERM, 0, 1)])
async def test_an_answer_whose_worker_ends_is_written_by_another(
    site: Site, log: Path, number: signal.Signals, code: int, attempt: int
) -> None:
    alice = await asyncio.to_thread(site.sign_in)
    async with asyncio.timeout(90):
        answer = await alice.ask("Hello")
        reading = asyncio.create_task(alice.read(answer))
        await alice.read(answer, until="word20 ")
        assert f"chatstream.run_answer[{answer}] succeeded" in log.read_text(), (
            "it is handed over, not written by the task"
        )
        first = site.worker
        site.start_worker()
        first.send_signal(number)
        message = await reading
        assert await asyncio.to_thread(first.wait) == code
    assert (message["content"], message["status"], message["attempt"]) == (TEXT, "success", attempt)
