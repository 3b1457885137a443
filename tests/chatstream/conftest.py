"""A log, and whoever follows it in this process."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User

from chatstream import backend
from chatstream.follow.hub import Hub
from chatstream.follow.subscription import Subscription
from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.routing import websocket_urlpatterns

Follow = Callable[[Position], Subscription]


@pytest.fixture
def project() -> str:
    return str(uuid4())


@pytest.fixture
async def follow(connections: None, project: str) -> Follow:
    hub, log = Hub(get_log()), get_log()
    return lambda position: Subscription(hub, log, project, position)


@pytest_asyncio.fixture
async def door(
    project: str, connections: None, transactional_db: None, settings: Any
) -> AsyncIterator[WebsocketCommunicator]:
    """Alice's socket, not yet open, in this process.

    No rows are needed, but Channels looks after a database connection that an earlier test may have left to this process.
    """
    settings.CHATSTREAM = {**settings.CHATSTREAM, "BACKEND": "tests.chatstream.stub_backend.StubBackend"}
    backend._load.cache_clear()  # what another test made of it
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    communicator = WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"/ws/projects/{project}/")
    communicator.scope["user"] = User(pk=1, username="alice")
    yield communicator
    await communicator.disconnect()
