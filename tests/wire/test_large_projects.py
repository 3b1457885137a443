"""A project of 20 MB opens, and megabytes that were missed come: no frame over 256 KiB leaves a web server."""

import asyncio
import hashlib
import json
import sys
import uuid

import pytest
import websockets

from chatstream.wire.limits import SERVER_FRAME_MAX_BYTES
from tests.child_process import BASE
from tests.instance import Instance, Person
from tests.large_project import TURNS, make_large_project, texts_of
from tests.wire.recording import sse
from tests.wire.web_server import WebServer

MISSED = 1_500  # events of a thousand letters: more than any server sends in one message
PAGE_MAX_BYTES = 2 * 1024 * 1024

_SPEAK = """
import asyncio, uuid
from chatstream.log.event_log import committed_event, get_log
from chatstream.log.packing import packed_delta

async def speak():
    bodies = [packed_delta(uuid.UUID({message!r}), str(number).zfill(999) + " ") for number in range({count})]
    log = get_log()
    first = await log.append({project!r}, committed_event(uuid.uuid4()), 1, bodies[:1])
    for start in range(1, {count}, 100):
        await log.append({project!r}, committed_event(uuid.uuid4()), 1, bodies[start:start + 100])
    return str(first)

answer = asyncio.run(speak())
"""


@pytest.fixture(scope="module")
def large(instance: Instance, alice: Person) -> str:
    return make_large_project(instance, alice)


@pytest.fixture(scope="module")
def rows(instance: Instance, large: str) -> dict[str, str]:
    return texts_of(instance, large)


async def received(socket: websockets.ClientConnection) -> dict:
    async with asyncio.timeout(20):
        text = await socket.recv()
    assert isinstance(text, str)
    assert len(text.encode()) <= SERVER_FRAME_MAX_BYTES
    frame = json.loads(text)
    if position := frame.get("id") or frame.get("at"):
        await socket.send(json.dumps({"type": "ack", "last_event_id": position}))
    return frame


async def test_it_opens_and_all_of_it_can_be_read(
    server: WebServer, alice: Person, large: str, rows: dict[str, str]
) -> None:
    here = server.seen_by(alice)
    assert sum(map(len, rows.values())) > 18_000_000
    async with here.socket(large) as socket:
        await socket.send(type="stream")
        snapshot = await received(socket.connection)
    assert (snapshot["type"], snapshot["project"]["more"]) == ("snapshot", True)
    texts: dict[str, str] = {}
    async with here.http() as client:
        messages, more = snapshot["messages"], True
        while messages:
            for message in messages:
                if message.get("partial"):
                    fetched = (await client.get(f"/api/messages/{message['id']}/")).json()
                    assert len(fetched["content"]) == message["length"]
                    assert hashlib.sha256(fetched["content"].encode()).hexdigest() == message["sha256"]
                    message = fetched
                assert all(call["payload"]["text"] for call in message["tool_calls"])
                texts[message["id"]] = message["content"]
            if not more:
                break
            page = await client.get(f"/api/projects/{large}/messages/", params={"before": messages[0]["id"]})
            assert len(page.content) <= PAGE_MAX_BYTES
            messages, more = page.json()["messages"], page.json()["more"]
    assert texts == rows


async def test_over_http_the_newest_page_has_whole_texts(alice: Person, large: str, rows: dict[str, str]) -> None:
    async with alice.http() as client:
        snapshot = (await client.get(f"/api/projects/{large}/")).json()
    assert snapshot["project"]["more"] is True
    assert {message["id"]: message["content"] for message in snapshot["messages"]}.items() <= rows.items()
    assert snapshot["messages"][-1]["id"] == list(rows)[-1]


async def test_megabytes_that_were_missed_come_in_frames_that_count_right(
    instance: Instance, server: WebServer, alice: Person
) -> None:
    project, message = await alice.make_project(), str(uuid.uuid4())
    first = instance.shell(_SPEAK.format(project=project, message=message, count=MISSED))
    async with server.seen_by(alice).socket(project) as socket:
        await socket.send(type="stream", last_event_id=first)
        frames = []
        while not frames or frames[-1]["type"] != "reconnected":
            frames.append(await received(socket.connection))
    *deltas, reconnected = frames
    assert reconnected["missed_events"] == sum(frame.get("merged", 1) for frame in deltas) == MISSED - 1
    output = "".join(frame["content"] for frame in deltas)
    assert output == "".join(f"{number:0999d} " for number in range(1, MISSED))
    async with sse(server.seen_by(alice), project, first) as chunks:
        sizes = [len((await anext(chunks)).data.encode()) for _ in deltas[:5]]
    assert max(sizes) <= SERVER_FRAME_MAX_BYTES


async def test_the_example_of_a_client_reads_it_and_is_answered(alice: Person, large: str) -> None:
    token = alice.headers["Authorization"].removeprefix("Bearer ")
    async with asyncio.timeout(60):
        client = await asyncio.create_subprocess_exec(
            *(sys.executable, str(BASE / "examples/ask.py"), token, large, "Write a 20 word voice-over about frames"),
            f"127.0.0.1:{alice.instance.port}",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, problem = await client.communicate()
    assert (client.returncode, problem.decode()) == (0, "")
    async with alice.http() as http:
        newest = (await http.get(f"/api/projects/{large}/")).json()["messages"]
    assert newest[-1]["status"] == "success"
    assert output.decode().rstrip().endswith(newest[-1]["content"].rstrip())
    assert len(output) > 18_000_000
    assert output.count(b"user: ") >= TURNS
