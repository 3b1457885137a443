"""A socket whose user cannot be looked up is accepted, then closed so that it comes back."""

from typing import Any

import django.db

from chatstream.doors.consumer import GOING_AWAY
from chatstream.rows.database import is_passing, outage


class CloseWhileDatabaseAway:
    """ASGI middleware for sockets, around what asks the database who opens them. A browser cannot read a refused handshake."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        is_open = False

        async def watched_send(message: dict[str, Any]) -> None:
            nonlocal is_open
            is_open |= message["type"] == "websocket.accept"
            await send(message)

        try:
            await self.application(scope, receive, watched_send)
        except django.db.Error as problem:
            if is_open or not is_passing(problem):
                raise
            outage.record_failure(problem)
            await close_for_now(send)


async def close_for_now(send: Any) -> None:
    """Accept and close a socket with the code after which clients come back."""
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": GOING_AWAY})
