"""R21: another Valkey takes over and nobody is killed: old connections stay open to a server that takes no writes."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest

from tests.instance import Instance, Person
from tests.reliability.readers import ask, check_answer, connected_readers
from tests.valkey_servers import Pair, Sentinels

pytestmark = pytest.mark.site

LONG = "write a 150 word voice-over about coffee"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    servers = Pair(tmp_path / "valkeys")
    yield servers
    servers.end()


async def test_a_master_that_is_demoted_is_left_and_answers_go_on(tmp_path: Path, pair: Pair) -> None:
    with Instance(tmp_path / "var", REDIS_URL=pair.address, DEMO_WORD_SECONDS="0.03") as instance:
        alice = await asyncio.to_thread(instance.make_user, "alice")
        await answers_go_on(alice, pair.fail_over)
        await answers_go_on(alice, pair.fail_over)
        output = instance.read_output()
        assert "Traceback" not in output
        assert len(re.findall("Redis unavailable", output)) <= 4, output  # once for each process and failover


async def test_a_master_that_a_sentinel_replaces_is_left_and_answers_go_on(tmp_path: Path, pair: Pair) -> None:
    with watched(tmp_path, pair) as (sentinels, instance):
        alice = await asyncio.to_thread(instance.make_user, "alice")
        await answers_go_on(alice, sentinels.fail_over)
        assert "Traceback" not in instance.read_output()


async def test_a_master_that_is_killed_is_replaced_by_three_sentinels_and_answers_go_on(
    tmp_path: Path, pair: Pair
) -> None:
    with watched(tmp_path, pair, count=3) as (sentinels, instance):
        alice = await asyncio.to_thread(instance.make_user, "alice")

        def lose_the_master() -> None:
            pair.master.kill()
            sentinels.wait_for_another_than(pair.master)

        await answers_go_on(alice, lose_the_master)
        assert "Traceback" not in instance.read_output()


@contextmanager
def watched(folder: Path, pair: Pair, count: int = 1) -> Iterator[tuple[Sentinels, Instance]]:
    """Sentinels over the pair, and an instance that asks them for it."""
    sentinels = Sentinels(folder / "sentinels", pair, count)
    try:
        with Instance(folder / "var", REDIS_URL=sentinels.address, DEMO_WORD_SECONDS="0.03") as instance:
            yield sentinels, instance
    finally:
        sentinels.end()


async def answers_go_on(alice: Person, fail_over: Callable[[], None]) -> None:
    """Four that are being written, and one that begins afterwards."""
    projects = [await alice.make_project() for _ in range(4)]
    async with AsyncExitStack() as stack:
        readers = [
            await stack.enter_async_context(connected_readers(alice, project, 1, event_sources=1))
            for project in projects
        ]
        answers = [await ask(alice, project, LONG) for project in projects]
        for each in readers:
            await each.wait_for_words()
        await asyncio.to_thread(fail_over)
        another = await alice.make_project()
        others = await stack.enter_async_context(connected_readers(alice, another, 1))
        await others.wait_for_end_of(await ask(alice, another, "Hello"))
        for project, answer, each in zip(projects, answers, readers, strict=True):
            await check_answer(alice, project, answer, each)
