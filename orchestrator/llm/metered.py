"""A model whose calls are paid from an allowance: reserved before, settled after, and ended in mid-stream where it is used up."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.run.errors import UserError
from orchestrator.llm.interface import Chunk, Provider, Reasoning, StepEnd, StepRequest, Text, Usage
from orchestrator.llm.prices import Price
from orchestrator.llm.token_estimate import CHARS_PER_TOKEN, estimate_input
from projects.limits.allowance import MICRO, Allowance, Amounts, UsedUp

logger = logging.getLogger(__name__)

USED_UP = "The allowance for today is used up, so the answer ends here."
LEAST_OUTPUT = 64  # tokens: with less there is no use in asking
_SETTLE_SECONDS = 2.0
_numbers = count()  # calls of this process


class MeteredProvider:
    """See `interface.Provider`. `attempt` tells the calls of this attempt at an answer from those of others."""

    def __init__(self, provider: Provider, price: Price, allowance: Allowance, attempt: str) -> None:
        self.name = provider.name
        self._provider = provider
        self._price = price
        self._allowance = allowance
        self._attempt = attempt

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        call = f"{self._allowance.run}:{self._attempt}:{next(_numbers)}"
        read = estimate_input(request)
        granted = await self._reserve(call, self._amounts(self.name, Usage(read, request.max_output_tokens)))
        meter = _Meter(read, self._output_room(read, request.max_output_tokens, granted), request.max_output_tokens)
        try:
            meter.check_room()
            bounded = replace(request, max_output_tokens=min(meter.room, request.max_output_tokens))
            async with self._provider.stream(bounded) as chunks:
                meter.chunks = chunks
                yield meter
        finally:
            await self._settle(call, self._amounts(meter.model or self.name, meter.usage))

    async def _reserve(self, call: str, wanted: Amounts) -> Amounts:
        """Waits while Valkey is away: without it nobody could read the answer. Raises UserError."""
        failures = 0
        while True:
            try:
                return await self._allowance.reserve(call, wanted)
            except UsedUp as used_up:
                raise UserError(USED_UP, "quota_exceeded", detail=str(used_up)) from None
            except (RedisError, OSError):
                await pause(failures)
                failures += 1

    async def _settle(self, call: str, used: Amounts) -> None:
        try:
            async with asyncio.timeout(_SETTLE_SECONDS):
                await self._allowance.settle(call, used)
        except (RedisError, OSError, TimeoutError):
            logger.warning("Valkey unavailable: what a call of %s has used is not counted.", self.name)

    def _output_room(self, read: int, wanted: int, granted: Amounts) -> int:
        """Tokens that the answer may have: by the cap on tokens, and by that on cost, which grows evenly with them."""
        room = min(wanted, granted.tokens - read)
        before, whole = (self._amounts(self.name, Usage(read, output)).cost for output in (0, wanted))
        if granted.cost < whole:
            room = min(room, wanted * (granted.cost - before) // (whole - before)) if whole > before else 0
        return room

    def _amounts(self, model: str, usage: Usage) -> Amounts:
        """Where no price is known, no cost is counted."""
        cost = self._price(model, usage) or 0
        return Amounts(usage.input_tokens + usage.output_tokens, round(cost * MICRO))


class _Meter:
    """The chunks of a call on their way through. `room`: tokens that they may have; `wanted`: those that the call asked for."""

    def __init__(self, read: int, room: int, wanted: int) -> None:
        self.chunks: AsyncIterator[Chunk] | None = None
        self.model = ""
        self.room = room
        self._read = read
        self._is_short = room < wanted
        self._characters = 0
        self._counted: Usage | None = None

    def __aiter__(self) -> AsyncIterator[Chunk]:
        return self

    async def __anext__(self) -> Chunk:
        assert self.chunks is not None  # the call has begun
        chunk = await anext(self.chunks)
        if isinstance(chunk, (Text, Reasoning)):
            self._characters += len(chunk.text)
            if self._is_short and self._characters > self.room * CHARS_PER_TOKEN:
                raise UserError(USED_UP, "quota_exceeded")
        elif isinstance(chunk, StepEnd):
            self._counted, self.model = chunk.usage or self._estimate(), chunk.model
            if self._is_short and chunk.finish_reason == "length":
                raise UserError(USED_UP, "quota_exceeded")
        return chunk

    def check_room(self) -> None:
        """Raises UserError."""
        if self.room < LEAST_OUTPUT:
            raise UserError(USED_UP, "quota_exceeded")

    @property
    def usage(self) -> Usage:
        """What the provider has counted, or what one would count of a call that broke off; nothing for one that it refused."""
        if self._counted is not None:
            return self._counted
        return self._estimate() if self._characters else Usage(0, 0)

    def _estimate(self) -> Usage:
        return Usage(self._read, -(-self._characters // CHARS_PER_TOKEN))
