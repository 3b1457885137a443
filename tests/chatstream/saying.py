"""What others say in a log, and what a stub of a project knows of it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from uuid import UUID, uuid4

import redis

from chatstream.follow.grant import Grant, Revocation
from chatstream.log.entries import Position
from chatstream.log.event_log import committed_event, get_log, stream_key
from chatstream.wire.base import MessageStatus
from chatstream.wire.errors import NotFound
from chatstream.wire.events import Delta, Finalized
from chatstream.wire.replies import Initiated
from chatstream.wire.views import MessageView, Snapshot

ANSWER = UUID(int=7)


async def say(project: str, *words: str) -> Position:
    """Append each word as a delta of ANSWER; returns the head."""
    bodies = [Delta(message_id=ANSWER, content=word).encode() for word in words]
    return await get_log().append(project, committed_event(uuid4()), 1, bodies)


async def end(project: str, message: UUID = ANSWER) -> Position:
    body = Finalized(message_id=message, status="success", content="", elapsed_ms=1).encode()
    return await get_log().append(project, committed_event(uuid4()), 1, [body])


def say_unheard(valkey: redis.Redis, project: str, word: str, after: Position) -> Position:
    """The same without a wake-up: nobody is told."""
    position = Position(after.epoch, after.seq + 1)
    valkey.xadd(stream_key(project), {"e": Delta(message_id=ANSWER, content=word).encode()}, id=str(position))
    valkey.expire(stream_key(project), 60)
    return position


def row(status: MessageStatus) -> MessageView:
    """ANSWER, as the database has it."""
    return MessageView(id=ANSWER, role="assistant", content="", status=status, created=0, request_id=ANSWER)


class StubBackend:
    """A project that is everyone's, where nothing can be asked and `ended` answers are over.

    `messages` are its rows; `revoked` projects are closed.
    """

    def __init__(self) -> None:
        self.ended: set[UUID] = set()
        self.messages: list[MessageView] = []
        self.revoked: dict[str, Revocation] = {}  # by stream

    async def authorize(self, user: Any, stream: str) -> None:
        """All are welcome."""

    async def admit_stream(self, user: Any) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        return {grant: self.revoked[grant.stream] for grant in grants if grant.stream in self.revoked}

    async def has_ended(self, user: Any, stream: str, assistant_message_id: UUID) -> bool:
        return assistant_message_id in self.ended

    async def initiate(self, user: Any, stream: str, request: Any) -> Initiated:
        raise NotFound

    async def retry(self, user: Any, stream: str | None, request: Any) -> Initiated:
        raise NotFound

    async def stop(self, user: Any, stream: str | None, assistant_message_id: UUID) -> None:
        raise NotFound

    async def snapshot(self, user: Any, stream: str) -> Snapshot:
        return Snapshot(at=str(await get_log().head(stream)), project={}, messages=self.messages)
