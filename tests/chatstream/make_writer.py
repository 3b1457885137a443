"""A writer of one message's answer, and what it has appended."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from chatstream.log.entries import START
from chatstream.log.event_log import get_log
from chatstream.log.writer import Writer
from chatstream.wire.events import Event

PROJECT, MESSAGE = UUID(int=1), UUID(int=2)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


def make_writer(
    fence: int = 1, still_owner: Callable[[], Awaitable[bool]] = yes, restate: Callable[[], list[Event]] = list
) -> Writer:
    return Writer(get_log(), PROJECT, MESSAGE, fence, START, still_owner, restate)


async def read_events() -> list[dict[str, Any]]:
    [entries] = await get_log().read_after([(PROJECT, START)])
    return [entry.event() for entry in entries]


async def read_text() -> str:
    return "".join(event["content"] for event in await read_events() if event["type"] == "delta")
