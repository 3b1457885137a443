"""SIGTERM for a web server: its readers are sent away and its requests end, then the server does as it always does.

Left to themselves, Daphne breaks its sockets without a word, and a request that is on one of Django's threads at that
moment keeps the process for ever; uvicorn goes on with event streams until its time for an orderly end has passed.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from chatstream.doors.consumer import GOING_AWAY
from chatstream.stream_shutdown import shutdown
from chatstream.wire.replies import RequestError

DRAIN_SECONDS = 2.0  # less than `manage.py up` gives a web server


class OrderlyShutdown:
    """Around an ASGI application. The signal is taken over with the first call: the server has set its own handler by then."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self._open = 0
        self._listens = False
        self._ending: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not self._listens:
            self._listen()
        if scope["type"] == "lifespan":  # it lasts as long as the server
            await self.application(scope, receive, send)
            return
        if shutdown.begun:
            await _send_away(scope, receive, send)
            return
        self._open += 1
        try:
            await self.application(scope, receive, send)
        finally:
            self._open -= 1

    def _listen(self) -> None:
        self._listens = True
        servers_own = signal.getsignal(signal.SIGTERM)
        if threading.current_thread() is not threading.main_thread() or not callable(servers_own):
            return  # whoever runs us ends us in another way
        loop = asyncio.get_running_loop()

        def on_signal(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self._begin, servers_own, number)

        signal.signal(signal.SIGTERM, on_signal)

    def _begin(self, servers_own: Callable[[int, FrameType | None], Any], number: int) -> None:
        if self._ending is None:
            self._ending = asyncio.create_task(self._end(servers_own, number), name="drain")

    async def _end(self, servers_own: Callable[[int, FrameType | None], Any], number: int) -> None:
        shutdown.begin()
        end_at = asyncio.get_running_loop().time() + DRAIN_SECONDS
        while self._open and asyncio.get_running_loop().time() < end_at:
            await asyncio.sleep(0.02)
        servers_own(number, None)


async def _send_away(scope: Any, receive: Any, send: Any) -> None:
    """To another server, or to this one when it is back. An EventSource gives up after an error, so it is given an end."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": GOING_AWAY})
        return
    if b"text/event-stream" in dict(scope["headers"]).get(b"accept", b""):
        status, kind, body = 200, b"text/event-stream", b"retry: 1000\n\n"
    else:
        refusal = RequestError(code="unavailable", detail="This server is ending; try again.", retry_after=1)
        status, kind, body = 503, b"application/json", refusal.encode().encode()
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"retry-after", b"1")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
