"""What shows after a while."""

import asyncio
import json

from chatstream.conformance.check import Broken, check
from chatstream.conformance.server import Server

HEARTBEAT_SECONDS = 20.0  # they come every 15 s
BEHIND_SECONDS = 5.0  # in which a reader has what a heartbeat tells of


@check("A live stream has a heartbeat every 15 s, whose `head` is its newest event", waits=True)
async def heartbeats(server: Server) -> None:
    async with server.line() as line:
        await line.send("stream")
        at = (await line.until("snapshot"))[-1]["at"]
        head = None
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS) as patience:
                while head is None or head != at:
                    frame = json.loads(await line.connection.recv())
                    at = frame.get("id", at)
                    if frame["type"] == "heartbeat":
                        head = frame["head"]
                        patience.reschedule(asyncio.get_running_loop().time() + BEHIND_SECONDS)
        except TimeoutError:
            what = f"`head` was {head}, and the reader at {at}" if head else "no heartbeat came in time"
            raise Broken(what) from None
