"""On a cluster, a node may be lost: what it had is written anew, and nobody misses a word."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos.valkey_cluster import Node, ValkeyCluster
from chatstream.log.event_log import stream_key
from tests.instance import Instance, Person
from tests.reliability.readers import ask, check_answer, connected_readers

LONG = "write a 150 word voice-over about coffee"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    servers = ValkeyCluster(tmp_path_factory.mktemp("cluster"))
    yield servers
    servers.end()


@pytest.fixture(scope="module")
def site(cluster: ValkeyCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    with Instance(tmp_path_factory.mktemp("var"), REDIS_URL=cluster.address, DEMO_WORD_SECONDS="0.03") as instance:
        yield instance
        assert "Traceback" not in instance.read_output()


@pytest.fixture
async def alice(site: Instance) -> Person:
    return await asyncio.to_thread(site.make_user, "alice")


async def test_the_node_of_an_answer_is_lost_and_its_readers_have_every_word(
    cluster: ValkeyCluster, alice: Person
) -> None:
    project = await alice.make_project()
    await answer_goes_on(alice, project, cluster, cluster.owner(stream_key(project)))


async def answer_goes_on(alice: Person, project: str, cluster: ValkeyCluster, node: Node) -> None:
    """`node` is lost in the middle of an answer, and is back afterwards."""
    async with connected_readers(alice, project, 1, event_sources=1) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        await asyncio.to_thread(cluster.lose, node)
        await check_answer(alice, project, answer, readers)
    await asyncio.to_thread(cluster.bring_back, node)
