"""A Redis Cluster is refused in one sentence, however it is named and whichever process is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis

from chatstream.log.connection import close_client, get_client
from instance.ports import find_free_port
from tests.commands.test_up import refused_start
from tests.valkey_servers import Server

SENTENCE = "it is a cluster, and one server must have all keys: name a single server, or Sentinels"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    options = ("--cluster-enabled", "yes", "--cluster-port", str(find_free_port()))
    server = Server(tmp_path_factory.mktemp("cluster") / "node", *options)
    yield f"redis://127.0.0.1:{server.port}"
    server.end()


def test_a_worker_does_not_start_on_a_node_of_a_cluster(node: str) -> None:
    output = refused_start("worker", REDIS_URL=node)
    assert SENTENCE in output
    assert "Traceback" not in output


def test_no_process_starts_with_the_address_of_a_cluster() -> None:
    assert SENTENCE in refused_start("check", REDIS_URL="redis+cluster://127.0.0.1:7000")


async def test_a_web_server_says_why_it_cannot_use_it(node: str, settings: Any) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "REDIS_URL": node}
    with pytest.raises(redis.ConnectionError, match=SENTENCE):
        await get_client().ping()
    await close_client()
