"""A chain of models: the next one answers if one fails before its first chunk."""

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from chatstream.run.errors import RunError, UserError
from orchestrator.llm.interface import Chunk, Provider, StepEnd, StepRequest

logger = logging.getLogger(__name__)


class FallbackChain:
    """Each call begins with the first model, which may work again. After its first chunk no other model takes over."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        self.name = providers[0].name
        self._providers = providers

    async def close(self) -> None:
        """The registry closes the providers."""

    @asynccontextmanager
    async def stream(self, request: StepRequest) -> AsyncIterator[AsyncIterator[Chunk]]:
        async with aclosing(self._first_that_begins(request)) as chunks:
            yield chunks

    async def _first_that_begins(self, request: StepRequest) -> AsyncGenerator[Chunk]:
        for provider in self._providers:
            has_begun = False
            try:
                async with provider.stream(request) as chunks:
                    async for chunk in chunks:
                        has_begun = True
                        yield (
                            replace(chunk, model=chunk.model or provider.name) if isinstance(chunk, StepEnd) else chunk
                        )
                return
            except RunError as problem:
                if has_begun or provider is self._providers[-1] or isinstance(problem, UserError):
                    raise
                logger.warning(
                    "%s cannot answer (%s); calling the next model of the chain.", provider.name, problem.code
                )
