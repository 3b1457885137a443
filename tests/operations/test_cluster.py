"""On a cluster a node may be lost, and keys may move: what a node had is written anew, and nobody misses a word."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.crc import key_slot

from chaos.valkey_cluster import Node, ValkeyCluster
from chatstream.log.channel_layer import layer_host
from chatstream.log.connection import close_client
from chatstream.log.entries import START
from chatstream.log.event_log import get_log, stream_key
from chatstream.wire.events import Delta
from tests.chatstream.appends import append_words
from tests.chatstream.make_writer import MESSAGE, PROJECT, make_writer, read_text
from tests.docs.pages import ROOT
from tests.instance import Instance, Person
from tests.reliability.readers import ask, check_answer, connected_readers

pytestmark = pytest.mark.site

LONG = "write a 150 word voice-over about coffee"
ACL = (ROOT / "deploy/valkey/users.acl").read_text()
PASSWORD = "a-password-of-the-site"
QUEUE, LIMITS = "{chatstream}:stream", "limits:{limits}:all"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyCluster]:
    """With the site's own user; the test itself is the default one."""
    folder = tmp_path_factory.mktemp("cluster")
    users = folder / "users.acl"
    users.write_text(ACL.replace("CHAT_PASSWORD", PASSWORD).replace("default off", "default on nopass ~* &* +@all"))
    servers = ValkeyCluster(folder / "nodes", {"aclfile": str(users)})
    yield servers
    refused = [(each["reason"], each["object"]) for node in servers.nodes for each in node.client.acl_log()]
    servers.end()
    assert refused == []


@pytest.fixture(scope="module")
def site(cluster: ValkeyCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    address = cluster.address.replace("://", f"://chat:{PASSWORD}@")
    with Instance(tmp_path_factory.mktemp("var"), REDIS_URL=address, DEMO_WORD_SECONDS="0.03") as instance:
        yield instance
        assert "Traceback" not in instance.read_output()


@pytest.fixture
async def alice(site: Instance) -> Person:
    return await asyncio.to_thread(site.make_user, "alice")


@pytest_asyncio.fixture
async def in_this_process(cluster: ValkeyCluster, settings: Any) -> AsyncIterator[None]:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "REDIS_URL": cluster.address}
    yield
    await close_client()


async def test_the_node_of_an_answer_is_lost_and_its_readers_have_every_word(
    cluster: ValkeyCluster, alice: Person
) -> None:
    project = await alice.make_project()
    node = cluster.owner(stream_key(project))
    async with connected_readers(alice, project, 1, event_sources=1) as readers:
        answer = await ask(alice, project, LONG)
        await readers.wait_for_words()
        await asyncio.to_thread(cluster.lose, node)
        await check_answer(alice, project, answer, readers)
    await bring_back(cluster, node)


async def test_the_nodes_of_the_queue_and_of_the_limits_are_lost_and_the_next_question_is_answered(
    cluster: ValkeyCluster, alice: Person
) -> None:
    project = await alice.make_project()
    for key in (QUEUE, LIMITS):
        node = cluster.owner(key)
        await asyncio.to_thread(cluster.lose, node)
        async with connected_readers(alice, project, 1) as readers:
            await check_answer(alice, project, await ask(alice, project, "Hello"), readers)
        await bring_back(cluster, node)


async def test_who_is_forgotten_is_in_no_file_of_any_node(cluster: ValkeyCluster, site: Instance) -> None:
    bob = await asyncio.to_thread(site.make_user, "bob")
    project = await bob.make_project()
    async with connected_readers(bob, project, 1) as readers:
        await check_answer(bob, project, await ask(bob, project, "Hello from Zanzibar"), readers)
    assert len(nodes_with(cluster, b"Zanzibar")) == 2, "a master and its replica"
    await asyncio.to_thread(site.manage, "forget", bob.username, "--yes")
    assert nodes_with(cluster, b"Zanzibar") == []


@pytest.mark.usefixtures("in_this_process")
async def test_a_log_that_moves_to_another_node_under_its_writer_has_every_word(cluster: ValkeyCluster) -> None:
    slot, here = key_slot(stream_key(PROJECT).encode()), cluster.owner(stream_key(PROJECT))
    elsewhere = next(node for node in cluster.masters() if node is not here)
    await writes_on(lambda: cluster.move(slot, slot, here, elsewhere))


@pytest.mark.usefixtures("in_this_process")
async def test_a_master_that_changes_places_with_its_replica_is_left_by_its_writer(cluster: ValkeyCluster) -> None:
    await writes_on(lambda: cluster.fail_over(cluster.owner(stream_key(PROJECT))))


@pytest.mark.usefixtures("in_this_process")
async def test_a_lost_node_hides_no_log_of_another(cluster: ValkeyCluster) -> None:
    heads = {name: await append_words(name, "Hello") for name in map(str, range(12))}
    node = cluster.owner(stream_key("0"))
    others = {name: head for name, head in heads.items() if cluster.owner(stream_key(name)) is not node}
    node.child.process.send_signal(signal.SIGSTOP)
    try:
        moved = await get_log().find_moved(dict.fromkeys(heads, START))
    finally:
        node.child.process.send_signal(signal.SIGCONT)
    assert others.items() <= moved.items()


async def test_a_hint_finds_a_node_that_answers(cluster: ValkeyCluster) -> None:
    """The first one of the address never does."""
    layer = RedisPubSubChannelLayer(hosts=[layer_host(cluster.address)])
    channel = await layer.new_channel()
    await layer.group_add("hints", channel)
    await layer.group_send("hints", {"type": "hint", "id": "1"})
    assert await layer.receive(channel) == {"type": "hint", "id": "1"}
    await layer.flush()


async def writes_on(change: Callable[[], None]) -> None:
    """`change` happens in the middle of an answer, which is then in the log as a whole."""
    await get_log().delete([str(PROJECT)])
    whole = Delta(message_id=MESSAGE, content="one two")
    async with make_writer(restate=lambda: [whole]) as writer:
        writer.delta("one ")
        await writer.flush()
        await asyncio.to_thread(change)
        writer.delta("two")
        await writer.flush()
    assert await read_text() == "one two"


async def bring_back(cluster: ValkeyCluster, node: Node) -> None:
    node.child.start()
    await asyncio.to_thread(cluster.wait_until_well)


def nodes_with(cluster: ValkeyCluster, word: bytes) -> list[Node]:
    """Those whose append-only file has it."""
    folders = {node: Path(node.client.config_get("dir")["dir"]) for node in cluster.nodes}
    return [
        node for node, folder in folders.items() if any(word in each.read_bytes() for each in folder.glob("*dir/*"))
    ]
