"""The floor of a web server: it writes prepared frames to its sockets at a set pace, and does nothing else.

An ASGI application without a framework: `/PACE/` asks for so many frames a second.
"""

import asyncio
import random
from typing import Any

FRAME = (
    '{"id":"1763846400123-41","type":"delta","message_id":"7f6c7a5e-6f0e-4b4e-8a3e-2a8f0f3f9b51",'
    '"ts":1763846401000,"content":"1f.2e4d1c0 20.2e4d1c8 "}'
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        return
    await receive()
    await send({"type": "websocket.accept"})
    pump = asyncio.ensure_future(_pump(float(scope["path"].strip("/")), send))
    while (await receive())["type"] != "websocket.disconnect":
        pass
    pump.cancel()


async def _pump(pace: float, send: Any) -> None:
    if not pace:
        return
    now = asyncio.get_running_loop().time
    due = now() + random.random() / pace
    while True:
        await asyncio.sleep(due - now())
        await send({"type": "websocket.send", "text": FRAME})
        due += 1 / pace
