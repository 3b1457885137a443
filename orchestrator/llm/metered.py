"""A model whose calls are paid from an allowance: reserved before, settled after, and ended in mid-stream where it is used up."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from redis.exceptions import RedisError

from chatstream.backoff import pause
from chatstream.run.errors import RunError, UserError
from orchestrator.llm.call_count import CallCount
from orchestrator.llm.interface import Chunk, Provider, StepEnd, StepRequest, Usage
from orchestrator.llm.prices import Price
from orchestrator.llm.token_estimate import estimate_input, estimate_output
from projects.limits.allowance import Allowance, Amounts, UsedUp, amounts_of

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
        meter = _Meter(request, self._output_room(read, request.max_output_tokens, granted))
        try:
            meter.check_room()
            bounded = replace(request, max_output_tokens=min(meter.room, request.max_output_tokens))
            async with self._provider.stream(bounded) as chunks:
                meter.begin(chunks)
                yield meter
        except RunError:
            meter.count.has_failed = True
            raise
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
        return amounts_of(usage.input_tokens + usage.output_tokens, self._price(model, usage))


class _Meter:
    """The chunks of a call on their way through. `room`: tokens that they may have."""

    def __init__(self, request: StepRequest, room: int) -> None:
        self.count = CallCount(request)
        self.room = room
        self._is_short = room < request.max_output_tokens
        self._chunks: AsyncIterator[Chunk] | None = None

    def __aiter__(self) -> AsyncIterator[Chunk]:
        return self

    async def __anext__(self) -> Chunk:
        assert self._chunks is not None  # the call has begun
        chunk = await anext(self._chunks)
        self.count.add(chunk)
        if self._is_short and self._is_used_up(chunk):
            raise UserError(USED_UP, "quota_exceeded")
        return chunk

    def check_room(self) -> None:
        """Raises UserError."""
        if self.room < LEAST_OUTPUT:
            raise UserError(USED_UP, "quota_exceeded")

    def begin(self, chunks: AsyncIterator[Chunk]) -> None:
        self._chunks, self.count.has_begun = chunks, True

    @property
    def model(self) -> str:
        return self.count.end.model if self.count.end else ""

    @property
    def usage(self) -> Usage:
        """What the provider has counted, else an estimate; nothing for a call that it refused."""
        if self.count.end is not None and self.count.end.usage is not None:
            return self.count.end.usage
        return self.count.estimate() if self.count.is_paid else Usage(0, 0)

    def _is_used_up(self, chunk: Chunk) -> bool:
        if isinstance(chunk, StepEnd):
            return chunk.finish_reason == "length"
        return estimate_output(self.count.characters) > self.room
