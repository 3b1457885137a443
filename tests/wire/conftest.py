"""Who is on the wire: Alice, Bob and Charlie, and what they find there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
import redis

from config.socket_path import socket_path
from tests.instance import BASE, Instance, Person, free_port, wait_until
from tests.wire.recording import Recording, record


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


@dataclass(frozen=True)
class WebServer:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def seen_by(self, person: Person) -> Person:
        """The same person, with this server for their own."""
        return Person(self, person.username, person.headers["Authorization"].removeprefix("Bearer "))

    def is_up(self) -> bool:
        try:
            return httpx.get(f"{self.url}/sign-in/").status_code == 200
        except httpx.TransportError:
            return False


@pytest.fixture(scope="session")
def uvicorn(instance: Instance) -> Iterator[WebServer]:
    """A second web server of the instance: uvicorn, and one that lets a person ask for little."""
    server = WebServer(free_port())
    limits = {"LIMIT_REQUESTS_PER_MINUTE": "3", "LIMIT_LIVE_RUNS": "2"}
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(server.port)]
    with (instance.folder / "uvicorn.log").open("wb") as output:
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=BASE,
            env={**os.environ, **instance.environment, **limits},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    wait_until(server.is_up, 40)
    yield server
    process.terminate()
    process.wait(15)
