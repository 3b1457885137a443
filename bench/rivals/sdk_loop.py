"""The floor of a worker: the SDK reads streams and throws away what comes, by its typed loop or as bare bytes."""

import asyncio
import sys

from bench.bench_run import BenchRun
from bench.peers import Peer, serve

_CHUNK = b'"content":'


class SDKLoop(Peer):
    """The reader as the bench sees it. `kind`: `typed` is the SDK's own `async for`, `bytes` its transport alone."""

    def __init__(self, run: BenchRun, base_url: str) -> None:
        keys = {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": "bench"}
        super().__init__(run, "bench.rivals.sdk_loop", environment=keys)

    def begin(self, kind: str, streams: int, message: str) -> None:
        self.ask("begin", kind=kind, streams=streams, message=message)

    def count(self) -> int:
        tokens: int = self.ask("count")
        return tokens


class _Loop:
    def __init__(self) -> None:
        from openai import AsyncOpenAI

        self.model = AsyncOpenAI(max_retries=5)
        self.tokens = 0
        self.tasks: list[asyncio.Task[None]] = []

    async def begin(self, kind: str, streams: int, message: str) -> int:
        read = {"typed": self._typed, "bytes": self._bytes}[kind]
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.tasks = [asyncio.create_task(read(message)) for _ in range(streams)]
        return streams

    async def count(self) -> int:
        return self.tokens

    async def _typed(self, message: str) -> None:
        stream = await self.model.chat.completions.create(
            model="pace", messages=[{"role": "user", "content": message}], stream=True
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                self.tokens += 1

    async def _bytes(self, message: str) -> None:
        create = self.model.chat.completions.with_streaming_response.create
        async with create(model="pace", messages=[{"role": "user", "content": message}], stream=True) as response:
            async for piece in response.iter_bytes():
                self.tokens += piece.count(_CHUNK)


if __name__ == "__main__":
    sys.exit(asyncio.run(serve(_Loop())))
