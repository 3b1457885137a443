"""A client that leaves while its socket is written to: its server raises OSError, which is no fault of a store."""

import asyncio
import json
import logging
from typing import Any
from uuid import uuid4

import pytest
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import User

from chatstream.doors.consumer import ChatConsumer
from tests.chatstream.appends import append_words


class Gone(OSError):
    """What uvicorn raises from `send` when the socket has closed."""


@pytest.mark.parametrize("leaves_at", ["request_error", "delta"])
async def test_it_is_no_fault_and_no_outage(
    project: str, door: WebsocketCommunicator, caplog: pytest.LogCaptureFixture, leaves_at: str
) -> None:
    frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    live, left = asyncio.Event(), asyncio.Event()

    async def send(message: dict[str, Any]) -> None:
        text = message.get("text", "")
        if f'"type":"{leaves_at}"' in text:
            left.set()
            raise Gone
        if '"type":"snapshot"' in text:
            live.set()

    scope = {"type": "websocket", "user": User(pk=1, username="alice"), "url_route": {"kwargs": {"stream": project}}}
    frames.put_nowait({"type": "websocket.connect"})
    frames.put_nowait({"type": "websocket.receive", "text": json.dumps({"type": "stream"})})
    initiate = {"type": "initiate", "request_id": str(uuid4()), "message": "Hello"}
    with caplog.at_level(logging.WARNING):
        socket = asyncio.create_task(ChatConsumer()(scope, frames.get, send))
        await asyncio.wait_for(live.wait(), 10)
        if leaves_at == "request_error":
            frames.put_nowait({"type": "websocket.receive", "text": json.dumps(initiate)})
        else:
            await append_words(project, "one")
        await asyncio.wait_for(left.wait(), 10)
        frames.put_nowait({"type": "websocket.disconnect"})
        await socket
    assert caplog.messages == []
