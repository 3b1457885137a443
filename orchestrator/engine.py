"""The queue: docket on the same Valkey/Redis. It delivers runs; who owns one is decided by the fence alone."""

import asyncio
from datetime import timedelta
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings
from docket import Docket

QUEUE = "orchestrator"
RUN = "run_turn"
LEASE = timedelta(seconds=8)  # a dead worker's runs are delivered anew after this: below the promised 10 s

_dockets: WeakKeyDictionary[asyncio.AbstractEventLoop, Docket] = WeakKeyDictionary()


def make_docket() -> Docket:
    return Docket(name=QUEUE, url=settings.CHATSTREAM_REDIS_URL, execution_ttl=timedelta(0))


async def enqueue(message_id: UUID) -> None:
    """Have a worker run this turn. Saying it again while it waits or runs changes nothing. Raises RedisError."""
    docket = await _get_docket()
    await docket.add(RUN, key=str(message_id))(str(message_id))


async def close_docket() -> None:
    """Close the running loop's connection to the queue, if it has one."""
    docket = _dockets.pop(asyncio.get_running_loop(), None)
    if docket is not None:
        await docket.__aexit__(None, None, None)


async def _get_docket() -> Docket:
    loop = asyncio.get_running_loop()
    if loop not in _dockets:
        from orchestrator.runs import run_turn  # here, since runs enqueues the next turn through this module

        docket = make_docket()
        docket.register(run_turn, names=[RUN])
        await docket.__aenter__()
        _dockets[loop] = docket
    return _dockets[loop]
