"""Read a stream in a test. It needs the extra `client`."""

import asyncio
from collections.abc import Callable

from chatstream.client.stream import Stream
from chatstream.wire.events import Event
from chatstream.wire.views import Snapshot

Wanted = type[Event] | Callable[[Snapshot | Event], bool]


async def collect_until(stream: Stream, wanted: Wanted, seconds: float = 20) -> list[Snapshot | Event]:
    """What the stream gives, up to and with the first event of this class, or for which this is true.

    Raises AssertionError if the stream ends before, TimeoutError after so many seconds.
    """
    got: list[Snapshot | Event] = []
    async with asyncio.timeout(seconds):
        async for event in stream:
            got.append(event)
            if isinstance(event, wanted) if isinstance(wanted, type) else wanted(event):
                return got
    raise AssertionError(f"the stream has ended before that, after {[each.type for each in got]}")


async def drop_and_resume(stream: Stream, seconds: float = 20) -> None:
    """Cut the connection of a stream without a word, and wait until it has caught up over another one.

    The stream may be read on as if nothing had happened. Raises TimeoutError after so many seconds.
    """
    async with asyncio.timeout(seconds):
        await stream.reconnect()
