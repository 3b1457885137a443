"""A copy of a running instance, made and put back by the commands of docs/operations.md, goes on from where it was made."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from django.conf import settings

from tests.child_process import BASE
from tests.docs.pages import section
from tests.instance import Instance
from tests.own_database import own_database
from tests.reliability.readers import answer_of, ask, check_answer, connected_readers
from tests.wire.recording import record, snapshot

pytestmark = pytest.mark.site

LONG = "write a 60 word voice-over about coffee"
BACK_UP, RESTORE, DUMP, PUT_BACK = re.findall(
    r"```sh\n(.*?)```", section("docs/operations.md", "Backing up and restoring"), re.S
)


def run(block: str, instance: Instance, copy: Path) -> None:
    script = block.replace(".venv/bin/python", sys.executable)
    environment = {**os.environ, **instance.environment, "COPY": str(copy)}
    done = subprocess.run(["bash", "-euc", script], cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


async def test_a_copy_of_a_running_instance_goes_on_from_where_it_was_made(tmp_path: Path) -> None:
    instance, copy = Instance(tmp_path / "var", DEMO_WORD_SECONDS="0.05"), tmp_path / "copy"
    await goes_on_from_a_copy(instance, lambda: run(BACK_UP, instance, copy), lambda: run(RESTORE, instance, copy))


@pytest.mark.skipif("TEST_DATABASE_URL" not in os.environ, reason="it needs tests/with_postgres")
async def test_a_copy_of_a_running_postgres_goes_on_from_where_it_was_made(tmp_path: Path, valkey: redis.Redis) -> None:
    with own_database("copied") as database:
        instance = Instance(
            tmp_path / "var", DATABASE_URL=database, REDIS_URL=settings.REDIS_URL, DEMO_WORD_SECONDS="0.05"
        )

        def restore() -> None:
            valkey.flushall()
            run(PUT_BACK, instance, tmp_path)

        await goes_on_from_a_copy(instance, lambda: run(DUMP, instance, tmp_path), restore)


async def goes_on_from_a_copy(instance: Instance, back_up: Callable[[], None], restore: Callable[[], None]) -> None:
    """The copy is made in mid-answer."""
    try:
        await asyncio.to_thread(instance.start)
        alice = await asyncio.to_thread(instance.make_user, "alice")
        film = (await record(alice, "Make a 10 second intro for a bakery")).project_id
        before = await snapshot(alice, film)
        project = await alice.make_project("Coffee")
        async with connected_readers(alice, project, 1) as readers:
            answer = await ask(alice, project, LONG)
            await readers.wait_for_words()
            await asyncio.to_thread(back_up)
            await readers.wait_for_end_of(answer)
        later = await alice.make_project("After the copy")
        await asyncio.to_thread(instance.stop)
        await asyncio.to_thread(restore)
        await asyncio.to_thread(instance.start)
        after = await snapshot(alice, film)
        assert {**after, "at": before["at"]} == before
        async with connected_readers(alice, project, 1) as readers:
            await check_answer(alice, project, answer, readers)
        assert len((await answer_of(alice, project, answer))["content"].split()) == 60
        async with alice.http() as client:
            assert (await client.get(f"/api/projects/{later}/")).status_code == 404
    finally:
        await asyncio.to_thread(instance.stop)
