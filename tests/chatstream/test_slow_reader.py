"""A reader who does not keep up is paused, then given up, and costs no memory meanwhile."""

import asyncio
import json

import pytest
import pytest_asyncio
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User

from chatstream.doors import window
from chatstream.doors.window import WINDOW_BYTES
from chatstream.log.entries import Position
from chatstream.routing import websocket_urlpatterns
from tests.chat import until
from tests.chatstream.appends import append_words

pytestmark = pytest.mark.usefixtures("connections")

WORD = "x" * 1_000
WORDS = 2 * WINDOW_BYTES // len(WORD)


@pytest_asyncio.fixture
async def socket(door: WebsocketCommunicator) -> WebsocketCommunicator:
    """Alice's, with a snapshot: a door whose patience the test can shorten."""
    assert (await door.connect())[0]
    await door.send_json_to({"type": "stream"})
    assert (await door.receive_json_from())["type"] == "snapshot"
    return door


async def received(socket: WebsocketCommunicator, at_least: int) -> list[dict]:
    """The frames that came, once there are so many characters of text in them."""
    frames: list[dict] = []
    while sum(len(frame["content"]) for frame in frames) < at_least:
        frames.append(json.loads((await socket.receive_output(10))["text"]))
    return frames


async def test_without_an_acknowledgement_it_is_paused_at_the_window(
    project: str, socket: WebsocketCommunicator
) -> None:
    for _ in range(WORDS):
        head = await append_words(project, WORD)
    frames = await received(socket, WINDOW_BYTES - 2 * 64 * 1024)
    while not await socket.receive_nothing(0.2):
        frames.append(await socket.receive_json_from())
    assert sum(len(frame["content"]) for frame in frames) <= WINDOW_BYTES + 64 * 1024
    await socket.send_json_to({"type": "ack", "last_event_id": f"{head.epoch}-{head.seq + 1}"})
    await socket.send_json_to({"type": "ack", "last_event_id": str(Position(head.epoch + 1, 1))})
    assert await socket.receive_nothing(0.2), "what was never sent cannot be acknowledged"
    while frames[-1]["id"] != str(head):
        await socket.send_json_to({"type": "ack", "last_event_id": frames[-1]["id"]})
        frames.append(json.loads((await socket.receive_output(10))["text"]))
    assert "".join(frame["content"] for frame in frames) == WORD * WORDS
    assert sum(frame.get("merged", 1) for frame in frames) == WORDS


async def test_a_reader_who_never_acknowledges_is_told_to_come_back(
    project: str, socket: WebsocketCommunicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "ACK_SECONDS", 0.05)
    for _ in range(WORDS):
        await append_words(project, WORD)
    while (output := await socket.receive_output(10))["type"] == "websocket.send":
        pass
    assert (output["type"], output["code"]) == ("websocket.close", 4002)


async def test_others_are_not_held_up(project: str, socket: WebsocketCommunicator) -> None:
    other = WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"/ws/projects/{project}/")
    other.scope["user"] = User(pk=2, username="bob")
    await other.connect()
    await other.send_json_to({"type": "stream"})
    await other.receive_json_from()
    got = ""
    for _ in range(WORDS):
        await append_words(project, WORD)
        frame = json.loads((await other.receive_output(10))["text"])
        got += frame["content"]
        await other.send_json_to({"type": "ack", "last_event_id": frame["id"]})
    assert got == WORD * WORDS
    await other.disconnect()


async def test_a_second_stream_on_the_socket_takes_the_place_of_the_first(
    project: str, socket: WebsocketCommunicator
) -> None:
    await socket.send_json_to({"type": "stream"})
    assert (await socket.receive_json_from())["type"] == "snapshot"
    await append_words(project, "once")
    assert (await socket.receive_json_from())["content"] == "once"
    assert await socket.receive_nothing(0.1)
    await until(lambda: len([task for task in asyncio.all_tasks() if task.get_name() == "chatstream pump"]) == 1)
