"""The start and the end of a server, as ASGI tells of them: there is nothing to do, and a server that insists gets its answer."""

from typing import Any


async def answer_lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI application for scopes of the type `lifespan`."""
    while True:
        kind = (await receive())["type"]  # lifespan.startup, lifespan.shutdown
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return
