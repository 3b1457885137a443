"""chatstream stands on its own: the example project knows nothing of the rest."""

import asyncio
import json
import os
import sys
import uuid
from collections.abc import Iterator

import httpx
import pytest
import websockets

from instance.ports import find_free_port
from instance.process import wait_until
from tests.child_process import child


@pytest.fixture
def echo_port(valkey_server: str) -> Iterator[int]:
    port = find_free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "examples.echo:application",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    environment = {"PATH": os.environ["PATH"], "REDIS_URL": valkey_server}
    with child(command, env=environment):
        wait_until(lambda: answers(port))
        yield port


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/projects/{uuid.uuid4()}/").status_code == 200
    except httpx.TransportError:
        return False


async def test_another_project_streams_and_resumes_with_forty_lines_of_its_own(echo_port: int) -> None:
    url = f"ws://127.0.0.1:{echo_port}/ws/projects/{uuid.uuid4()}/"
    async with asyncio.timeout(20):
        async with websockets.connect(url) as first:
            await first.send(json.dumps({"type": "stream"}))
            message = {"type": "initiate", "request_id": str(uuid.uuid4()), "message": "Hello, Echo!"}
            await first.send(json.dumps(message))
            both_parts = [frame async for frame in frames(first, until="delta")]
        async with websockets.connect(url) as second:
            await second.send(json.dumps({"type": "stream", "last_event_id": both_parts[-1]["id"]}))
            both_parts += [frame async for frame in frames(second, until="finalized")]
    text = "".join(frame["content"] for frame in both_parts if frame["type"] == "delta")
    assert text == "Hello, Echo!" == both_parts[-1]["content"]


async def frames(connection, until: str):
    async for text in connection:
        frame = json.loads(text)
        yield frame
        if frame["type"] == until:
            return
