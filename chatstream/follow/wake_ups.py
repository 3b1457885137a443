"""Wake-ups: what append.lua publishes for each stream, over one connection for all streams of a process."""

import logging
import math
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.log.event_log import wake_channel

logger = logging.getLogger(__name__)

_ALWAYS = "chatstream:hub"  # a subscription of its own keeps the connection open


class WakeUps:
    """`open` first, then `listen` in a task of its own; `subscribe` and `unsubscribe` meanwhile; `close` last."""

    def __init__(self, redis: Redis) -> None:
        self._pubsub = redis.pubsub()

    async def open(self) -> None:
        """Raises RedisError."""
        await self._pubsub.subscribe(_ALWAYS)

    async def subscribe(self, stream: str) -> None:
        """Raises RedisError."""
        await self._pubsub.subscribe(wake_channel(stream))

    async def unsubscribe(self, stream: str) -> None:
        try:
            await self._pubsub.unsubscribe(wake_channel(stream))
        except (RedisError, OSError):
            logger.info("Could not unsubscribe from stream %s: the connection is lost, and its subscriptions.", stream)

    async def listen(self, receive: Callable[[str, bytes], None], on_disconnect: Callable[[], None]) -> None:
        """Call `receive(stream, message)` for each wake-up, for ever; where the connection is lost, connect and subscribe again."""
        pubsub: Any = self._pubsub
        failures = 0
        while True:
            try:
                if failures:
                    await pubsub.connect()  # which subscribes, too
                # past `parse_response`, whose bookkeeping costs more than to receive a message
                kind, channel, message = await pubsub.connection.read_response(timeout=math.inf)
                if kind != b"message":
                    await pubsub.handle_message([kind, channel, message])  # its book of subscriptions
                    continue
            except (RedisError, OSError, AttributeError):
                # AttributeError is redis-py's, when a subscriber closes the connection under its feet
                on_disconnect()
                await pause(failures)
                failures += 1
                continue
            failures = 0
            receive(_stream_of(channel), message)

    async def close(self) -> None:
        with suppress(RedisError, OSError, AttributeError):  # the connection was broken already
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def _stream_of(channel: bytes) -> str:
    return channel.decode().split("{")[1].split("}")[0]
