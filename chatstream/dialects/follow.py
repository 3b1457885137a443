"""One answer, from its beginning to its end, as changes: over snapshots, takeovers and lost logs."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any
from uuid import UUID

from chatstream.backend import get_backend
from chatstream.dialects.answer_reader import AnswerReader
from chatstream.dialects.changes import Change
from chatstream.follow.feed import Feed, open_feed
from chatstream.follow.grant import Grant, Revocation
from chatstream.follow.revocation import get_revocations

NOT_EVENTS = ("snapshot", "reconnected", "heartbeat")


async def open_answer(
    user: Any, credential: Any, stream: str, message_id: UUID, reader: AnswerReader | None = None
) -> "AnswerFollower":
    """`credential`: what the user is let in by, as the backend's `find_revoked` knows it. `reader`: of a client that shows a part.

    Raises RequestRefused (NotFound; or the user has too many open streams).
    """
    feed = await open_feed(user, stream, message_id)
    place = await get_backend().admit_stream(user)
    return AnswerFollower(feed, Grant(user.pk, credential, stream), place, reader or AnswerReader())


class AnswerFollower:
    """`changes()` ends with the answer; before that where this server shuts down, or the reader may not go on."""

    def __init__(self, feed: Feed, grant: Grant, place: Any, reader: AnswerReader) -> None:
        self._feed = feed
        self._grant = grant
        self._place = place
        self._reader = reader
        self._revoked = asyncio.Event()

    async def changes(self) -> AsyncGenerator[list[Change] | None]:
        """The changes of each frame, as they come; None now and then, where there is nothing to say."""
        reader = self._reader
        async with (
            self._place,
            get_revocations().watch(self._grant, self._revoke),
            aclosing(self._feed.frames(None)) as frames,
        ):
            async for frame in frames:
                if self._revoked.is_set():
                    return
                yield await self._read(reader, json.loads(frame.text))
                if reader.has_ended:
                    return

    async def _read(self, reader: AnswerReader, frame: dict[str, Any]) -> list[Change] | None:
        if frame["type"] == "snapshot":
            message = next((each for each in frame["messages"] if each["id"] == self._feed.message_id), None)
            if message is not None and message.get("partial"):
                message = await self._fetch()
            return list(reader.read_message(message)) if message is not None else None
        return None if frame["type"] in NOT_EVENTS else list(reader.read_event(frame))

    async def _fetch(self) -> dict[str, Any]:
        """The message, whole: a frame had no room for all of it."""
        document = await get_backend().message(self._feed.user, UUID(self._feed.message_id))
        message: dict[str, Any] = json.loads(document.encode())
        return message

    async def _revoke(self, why: Revocation) -> None:
        self._revoked.set()
