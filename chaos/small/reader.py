"""A client without a network: it follows through a real feed, comes back with its position, and writes down every frame."""

import asyncio
import json
from contextlib import aclosing
from typing import Any
from uuid import UUID

from chaos.history import History
from chatstream.cancellation import cancel_and_wait
from chatstream.follow.feed import open_feed
from chatstream.wire.base import ENDED

_RETRY_SECONDS = 0.003


class Reader:
    """`begin` to follow, `cut` to lose the connection for a moment, `leave` to stay away."""

    def __init__(self, name: str, user: Any, project: UUID, history: History) -> None:
        self.name = name
        self.position: str | None = None
        self.ended: set[str] = set()
        self._user = user
        self._project = project
        self._history = history
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._follow(), name=self.name)

    async def leave(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            await cancel_and_wait(task)
            if not task.cancelled() and (problem := task.exception()):
                raise problem

    async def cut(self) -> None:
        if self._task is not None:
            await self.leave()
            self.begin()

    async def _follow(self) -> None:
        while True:
            try:
                feed = await open_feed(self._user, str(self._project))
                async with aclosing(feed.frames(self.position)) as frames:
                    async for frame in frames:
                        self._take(json.loads(frame.text), frame.position)
            except Exception:  # noqa: BLE001 - as the doors do: whatever breaks a stream, its reader comes back
                if self._task is None:
                    return  # `leave` has cancelled it
                await asyncio.sleep(_RETRY_SECONDS)

    def _take(self, frame: dict[str, Any], position: object) -> None:
        if position is not None:
            self.position = str(position)
        self._history.write(self.name, "frame", project=str(self._project), frame=frame)
        if frame["type"] == "snapshot":
            self.ended = {message["id"] for message in frame["messages"] if message["status"] in ENDED}
        elif frame["type"] == "finalized":
            self.ended.add(frame["message_id"])
