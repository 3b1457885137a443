"""A stub of the project behind chatstream."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from uuid import UUID

from chatstream.follow.grant import Grant, Revocation
from chatstream.log.event_log import get_log
from chatstream.wire.base import MessageStatus
from chatstream.wire.errors import NotFound
from chatstream.wire.replies import Initiated
from chatstream.wire.views import MessageView, Snapshot
from tests.chatstream.appends import ANSWER


def answer_view(status: MessageStatus) -> MessageView:
    """ANSWER, as the database has it."""
    return MessageView(id=ANSWER, role="assistant", content="", status=status, created=0, request_id=ANSWER)


class StubBackend:
    """Everyone may follow every stream, and nobody may start a turn.

    `ended`: answers that have ended. `messages`: those of a snapshot. `revoked`: by stream.
    """

    def __init__(self) -> None:
        self.ended: set[UUID] = set()
        self.messages: list[MessageView] = []
        self.revoked: dict[str, Revocation] = {}

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
