"""Sockets of every other path: accepted and closed with a code, since a browser cannot read a refused handshake."""

import logging
from typing import Any

from chatstream.doors.consumer import NO_PROJECT

logger = logging.getLogger(__name__)


async def close_unknown_path(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI application; `chatstream.routing.unknown_path` routes to it."""
    await receive()
    logger.warning("Closed a socket with %d: there is no stream at %s.", NO_PROJECT, ascii(scope["path"][:200]))
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": NO_PROJECT})
