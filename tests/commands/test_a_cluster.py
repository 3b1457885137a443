"""A cluster is named as one: a node of it, named as if it were the server, has a part of the keys, and is refused in a sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis

from chatstream.log.connection import close_client, get_client
from chatstream.log.redis_address import ClusterAddress, parse_cluster
from instance.ports import find_free_port
from tests.commands.test_up import refused_start
from tests.valkey_servers import Server

SENTENCE = "it is a node of a cluster, which has a part of the keys: name the cluster"


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


def test_a_worker_does_not_start_on_a_cluster_of_which_nobody_answers() -> None:
    output = refused_start("worker", REDIS_URL=f"redis+cluster://127.0.0.1:{find_free_port()}")
    assert "does not answer: start it, or correct REDIS_URL" in output
    assert "Traceback" not in output


async def test_a_web_server_says_why_it_cannot_use_a_node(node: str, settings: Any) -> None:
    settings.CHATSTREAM = {**settings.CHATSTREAM, "REDIS_URL": node}
    with pytest.raises(redis.ConnectionError, match=SENTENCE):
        await get_client().ping()
    await close_client()


def test_an_address_names_some_nodes_and_how_all_of_them_are_reached() -> None:
    address = parse_cluster("rediss+cluster://chat:a%40b@one,two:7001?ssl_ca_certs=/ca.pem")
    assert isinstance(address, ClusterAddress)
    assert address.hosts == [("one", 6379), ("two", 7001)]
    assert address.url_of("::1", 7002) == "rediss://chat:a%40b@[::1]:7002?ssl_ca_certs=/ca.pem"
    for wrong in ("redis+cluster://", "redis+cluster://one/1"):
        with pytest.raises(ValueError, match="the address of a cluster names hosts"):
            parse_cluster(wrong)
