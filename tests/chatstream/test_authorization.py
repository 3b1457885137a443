"""A socket is let in by what the database says; its first stream is served on that word, and a late one is not."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User

from chatstream import consumer, hub
from chatstream.errors import NotFound
from chatstream.routing import websocket_urlpatterns
from tests.chatstream.saying import StubBackend

# No rows are needed, but Channels looks after a database connection that an earlier test may have left to this process.
pytestmark = [pytest.mark.usefixtures("connections"), pytest.mark.django_db(transaction=True)]


@pytest_asyncio.fixture
async def socket(
    connections: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[WebsocketCommunicator]:
    """Alice's, to a project that is taken from her as soon as she is in."""
    asked: list[UUID] = []

    async def authorize(self: StubBackend, user: Any, project_id: UUID) -> None:
        asked.append(project_id)
        if len(asked) > 1:
            raise NotFound

    monkeypatch.setattr(StubBackend, "authorize", authorize)
    monkeypatch.setattr(hub, "_hubs", {})
    settings.CHATSTREAM_BACKEND = "tests.chatstream.saying.StubBackend"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    communicator = WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"/ws/projects/{uuid4()}/")
    communicator.scope["user"] = User(pk=1, username="alice")
    yield communicator
    await communicator.disconnect()


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
