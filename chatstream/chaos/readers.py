"""Readers that follow a stream over whatever happens to it, each with the package's own client."""

import asyncio

from chatstream.client import Stream, StreamEnded
from chatstream.client.state import Message


class Reader:
    """`seen`: messages by id, each as it was last shown. `problem`: why it was sent away for good."""

    def __init__(self, url: str, cookie: str) -> None:
        self.stream = Stream(url, cookie=cookie)
        self.seen: dict[str, Message] = {}
        self.problem: StreamEnded | None = None
        self._changed = asyncio.Condition()

    async def follow(self) -> None:
        """Until cancelled, or sent away."""
        async with self.stream:
            try:
                async for _ in self.stream:
                    await self._notice()
            except StreamEnded as problem:
                self.problem = problem
                await self._notice()

    async def wait_for_end(self, answer: str) -> None:
        """Until it has seen the answer end, or was sent away."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.problem is not None or self._has_ended(answer))

    async def _notice(self) -> None:
        async with self._changed:
            self.seen |= self.stream.state.messages  # a new snapshot has the newest alone
            self._changed.notify_all()

    def _has_ended(self, answer: str) -> bool:
        message = self.seen.get(answer)
        return message is not None and message.has_ended
