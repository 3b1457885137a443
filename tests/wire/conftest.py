"""Who is on the wire: Alice, Bob and Charlie, and what they find there."""

from collections.abc import AsyncIterator, Iterator

import pytest
import redis

from config.socket_path import socket_path
from tests.instance import Instance, Person
from tests.wire.recording import Recording, record
from tests.wire.thinking_model import instance_with_models
from tests.wire.web_server import Daphne, WebServer


@pytest.fixture(scope="session")
def alice(instance: Instance) -> Person:
    return instance.make_user("alice")


@pytest.fixture(scope="session")
def bob(instance: Instance) -> Person:
    return instance.make_user("bob")


@pytest.fixture(scope="session")
def charlie(instance: Instance) -> Person:
    return instance.make_user("charlie")


@pytest.fixture(scope="session")
def store(instance: Instance) -> Iterator[redis.Redis]:
    """The instance's Valkey, behind its back."""
    client = redis.Redis.from_url(f"unix://{socket_path(instance.folder)}")
    yield client
    client.close()


@pytest.fixture(scope="session")
async def recorded(alice: Person) -> Recording:
    """A project of Alice's with two turns, one of them with a tool, as a reader saw it who was never cut off.

    Tests share it: they read it, and add nothing to it.
    """
    return await record(alice, "write a 200 word voice-over about coffee", "Make a 20 second intro for a coffee shop")


@pytest.fixture(scope="session")
def uvicorn(instance: Instance) -> Iterator[WebServer]:
    """A web server of the instance that lets a person ask for little."""
    little = {f"LIMIT_{act}_PER_MINUTE": "3" for act in ("REQUESTS", "PROJECTS", "EDITS", "UPLOADS", "EXPORTS")}
    with WebServer(instance, **little, LIMIT_LIVE_RUNS="2", LIMIT_STREAMS="3") as server:
        yield server


@pytest.fixture(scope="session")
def plain_uvicorn(instance: Instance) -> Iterator[WebServer]:
    """A second web server of the instance, whose log is its own."""
    with WebServer(instance) as server:
        yield server


@pytest.fixture(scope="session")
def plain_daphne(instance: Instance) -> Iterator[Daphne]:
    with Daphne(instance) as server:
        yield server


@pytest.fixture(scope="module", params=["plain_uvicorn", "plain_daphne"], ids=["uvicorn", "daphne"])
def server(request: pytest.FixtureRequest) -> Iterator[WebServer]:
    """Each of them in turn; what is done to it here breaks nothing in it."""
    server = request.getfixturevalue(request.param)
    yield server
    assert "Traceback" not in server.output.read_text()


@pytest.fixture(scope="session")
async def with_models(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Instance]:
    """An instance of its own in which models can be chosen."""
    async with instance_with_models(tmp_path_factory.mktemp("models")) as running:
        yield running
