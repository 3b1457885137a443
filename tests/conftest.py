"""What every test stands on: a real Valkey, a real database on disk, and no key that would live for ever."""

import gc
import os
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio
import redis
from django.conf import settings
from hypothesis import settings as property_settings

from chatstream.log.connection import close_client
from chatstream.log.outage import Outage
from chatstream.rows.absences import Absences
from chatstream.run.docket_queue import NAME
from chatstream.run.queue import get_queue
from instance.valkey import make_valkey, wait_for_valkey
from tests import flush, fork_server, kept_connections
from tests.chat import alice, bob, project
from tests.child_process import BASE
from tests.instance import Instance
from tests.scripted_model import model

__all__ = ["alice", "bob", "model", "project"]

# How long an example takes depends on what else the machine does. `make test-reliability` takes the many.
property_settings.register_profile("few", deadline=None, max_examples=25)
property_settings.register_profile("many", deadline=None, max_examples=1000)
property_settings.load_profile("few")

# What the queue keeps as long as it exists; everything else must end by itself.
LASTING = {f"{NAME}:{name}".encode() for name in ("stream", "queue", "workers", "strikes", "results")}


def pytest_configure() -> None:
    flush.install()
    kept_connections.watch()
    settings.WHITENOISE_AUTOREFRESH = True  # else it lists all static files anew for each client of a test


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # what is loaded stays: to go through all of it again takes longer than most tests


def pytest_unconfigure() -> None:
    fork_server.end_server()
    kept_connections.close_all()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the processes that share the tests, one begins with those that need a browser, the next with those of whole instances.

    Each is given an equal part of the list and takes from another's end when it is done; so the rest, which needs neither,
    stands at the ends of these parts, and fewer processes start instances of their own. Tests of the same instance are neighbours.
    """
    rooms = {"browser": 0, "wire": 2, "commands": 2, "reliability": 2, "operations": 2}
    places = [rooms.get(item.path.relative_to(BASE / "tests").parts[0], 1) for item in items]
    browser, rest, instances = (
        [item for item, at in zip(items, places, strict=True) if at == room] for room in range(3)
    )
    instances.sort(key=lambda item: [name not in item.fixturenames for name in ("with_models", "fragile")])
    part = len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "2"))
    between = max(0, part - len(browser))
    items[:] = [*browser, *rest[:between], *instances, *rest[between:]]


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that looks for a host elsewhere fails: a real model is never called."""
    look_up, elsewhere = socket.getaddrinfo, []

    def look_up_here(host: Any, *args: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name not in ("localhost", "::1") and not name.startswith("127."):
            elsewhere.append(name)
            raise OSError(f"a test must not connect to {name}")
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
    yield
    assert not elsewhere, f"looked for {elsewhere}"


@pytest.fixture(autouse=True)
def every_store_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed in one test is no reason to wait in the next."""
    monkeypatch.setattr("chatstream.rows.database.outage", Outage("Database"))
    monkeypatch.setattr("chatstream.rows.database.absences", Absences())


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """The Valkey of this test process, or the server that TEST_REDIS_URL names; its URL."""
    if not settings.EMBEDDED_VALKEY:
        yield settings.REDIS_URL
        return
    child = make_valkey(settings.VAR_DIR / "valkey")
    child.start()
    wait_for_valkey(child)
    yield settings.REDIS_URL
    child.stop(grace_seconds=5)


@pytest.fixture
def valkey(valkey_server: str) -> Iterator[redis.Redis]:
    """An empty Valkey, read from outside; afterwards no key without a TTL may be left in it."""
    client = redis.Redis.from_url(valkey_server)
    client.flushall()
    yield client
    waiting = {f"{NAME}:runs:".encode() + task[b"key"] for _, task in client.xrange(f"{NAME}:stream")}
    for_ever = [key for key in client.scan_iter() if client.ttl(key) == -1 and key not in LASTING | waiting]
    client.close()
    assert not for_ever, f"keys without a TTL: {for_ever}"


@pytest_asyncio.fixture
async def connections(valkey: redis.Redis) -> AsyncIterator[None]:
    """For tests that use the log or the queue in this process: what they opened is closed."""
    yield
    await get_queue().close()
    await close_client()


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A whole running instance (`manage.py up`): web server, worker and Valkey, as processes of their own."""
    with Instance(tmp_path_factory.mktemp("var")) as running:
        yield running


@pytest.fixture(scope="session")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Another one, whose parts may be killed, told to end, emptied and searched. Whoever does so sees that it runs again."""
    with Instance(tmp_path_factory.mktemp("fragile"), DEMO_WORD_SECONDS="0.03") as running:
        yield running
