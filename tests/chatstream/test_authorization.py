"""A socket is let in by what the database says; its first stream is served on that word, and a late one is not."""

from typing import Any
from uuid import UUID

import pytest
from channels.testing import WebsocketCommunicator

from chatstream.doors import consumer
from chatstream.wire.errors import NotFound
from tests.chatstream.stub_backend import StubBackend


@pytest.fixture
def socket(door: WebsocketCommunicator, monkeypatch: pytest.MonkeyPatch) -> WebsocketCommunicator:
    """Alice's, to a project that is taken from her as soon as she is in."""
    asked: list[UUID] = []

    async def authorize(self: StubBackend, user: Any, stream: str) -> None:
        asked.append(stream)
        if len(asked) > 1:
            raise NotFound

    monkeypatch.setattr(StubBackend, "authorize", authorize)
    return door


async def test_a_stream_right_after_the_opening_is_not_looked_up_again(socket: WebsocketCommunicator) -> None:
    assert (await socket.connect())[0]
    await socket.send_json_to({"type": "stream"})
    assert (await socket.receive_json_from())["type"] == "snapshot"


async def test_a_stream_that_is_asked_for_later_is(
    socket: WebsocketCommunicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "AUTHORIZED_SECONDS", -1.0)
    assert (await socket.connect())[0]
    await socket.send_json_to({"type": "stream"})
    refusal = await socket.receive_json_from()
    assert (refusal["type"], refusal["code"]) == ("request_error", "not_found")
