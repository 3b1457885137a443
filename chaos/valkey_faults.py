"""What is broken of one Valkey and of the line before it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import redis.asyncio
from django.conf import settings

from chaos.valkeys import OneValkey

Fault = Callable[[], Coroutine[Any, Any, None]]
Announce = Callable[..., AbstractAsyncContextManager[None]]


class ValkeyFaults:
    """`kills`: how often it was killed. `first`: what is broken in any case, before the rest."""

    def __init__(self, valkey: OneValkey, announce: Announce, chance: random.Random) -> None:
        self.kills = 0
        self.kinds: list[Fault] = [self.kill, self.empty, self.fill, self.lose_answers]
        self.first: list[Fault] = []
        self._valkey = valkey
        self._fault = announce
        self._chance = chance

    async def kill(self) -> None:
        async with self._fault("kill -9 Valkey", outage=True), _client() as client:
            self.kills += 1
            child = self._valkey.child
            assert child.process is not None
            child.process.kill()
            child.process.wait()
            await asyncio.sleep(self._chance.uniform(0.1, 1.5))
            child.start()
            while not await _answers(client):
                await asyncio.sleep(0.02)

    async def empty(self) -> None:
        async with self._fault("FLUSHALL"), _client() as client:
            await client.flushall()

    async def fill(self) -> None:
        """Nothing more can be added to it; what it has is read as before."""
        async with self._fault("the memory of Valkey is full", outage=True), _client() as client:
            await client.config_set("maxmemory", 1)
            try:
                await asyncio.sleep(self._chance.uniform(0.5, 3.0))
            finally:
                await client.config_set("maxmemory", 0)

    async def lose_answers(self) -> None:
        async with self._fault("answers of Valkey are lost"):
            for _ in range(10):
                self._valkey.line.swallow()
                await asyncio.sleep(0.1)


@asynccontextmanager
async def _client() -> AsyncIterator[Any]:
    """It reaches the server without its proxy."""
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL)
    try:
        yield client
    finally:
        await client.aclose()


async def _answers(client: Any) -> bool:
    try:
        return bool(await client.ping())
    except (redis.RedisError, OSError):
        return False
