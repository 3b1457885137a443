"""A run while it lives: the stream that its user sees, for an operator, as lines without the words."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

from redis.exceptions import RedisError

from chatstream.follow.hub import get_hub
from chatstream.follow.subscription import Subscription
from chatstream.log.entries import Position
from chatstream.log.event_log import get_log
from chatstream.stream_shutdown import shutdown
from chatstream.wire.errors import PositionLost
from operations.models import Run
from operations.run_log import lines_of

RESPONSE_SECONDS = 60.0  # then the page comes back, and is checked again


async def follow_run(run: Run, after: Position, place: AbstractAsyncContextManager[None]) -> AsyncIterator[str]:
    """Server-Sent Events: `data` is a list of lines (see `read_run_log`), `id` the position after them.

    An event `lost` says that the log does not go on from there. Ends after the end of the run.
    """
    yield "retry: 1000\n\n"
    async with place, Subscription(get_hub(), get_log(), str(run.project_id), after) as subscription:
        timer = asyncio.get_running_loop().call_later(RESPONSE_SECONDS, subscription.nudge)
        with shutdown.wakes(subscription.nudge):
            try:
                while not shutdown.begun and (entries := await subscription.next()):
                    own = [entry for entry in entries if entry.message_id == str(run.pk)]
                    if own:
                        yield f"id: {subscription.position}\ndata: {json.dumps(list(lines_of(own)))}\n\n"
                    if any(entry.type == "finalized" for entry in own):
                        return
            except PositionLost:
                yield "event: lost\ndata: \n\n"
            except (RedisError, OSError):
                return  # the page comes back
            finally:
                timer.cancel()
