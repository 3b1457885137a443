"""The backend over conversations and messages of `chatstream.chat`."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from typing import Any
from uuid import UUID

from chatstream.access.sessions import find_revoked_users
from chatstream.chat import conversations
from chatstream.chat.models import Conversation
from chatstream.follow.grant import Grant, Revocation
from chatstream.rows import approvals, snapshot, steering, turns
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush, run_if_possible
from chatstream.run import stops
from chatstream.run.lifecycle import announce
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from chatstream.wire.replies import Decided, Initiated, Steered
from chatstream.wire.requests import Decide, Initiate, Retry, Steer
from chatstream.wire.views import MessageDocument, Snapshot


class ChatBackend:
    """See chatstream.backend.Backend. A subclass may refuse (`authorize`, `admit_stream`) and count (`initiate`)."""

    async def authorize(self, user: Any, stream: str) -> None:
        await off_loop(conversations.get_conversation)(user, _id_of(stream))

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        return await off_loop(_find_revoked)(grants)

    async def admit_stream(self, user: Any) -> AbstractAsyncContextManager[None]:
        return nullcontext()

    async def has_ended(self, user: Any, stream: str, assistant_message_id: UUID) -> bool:
        answer = await off_loop(conversations.get_answer)(user, _id_of(stream), assistant_message_id)
        if answer.ended:
            await flush(answer.conversation_id)
        return answer.ended

    async def initiate(self, user: Any, stream: str, request: Initiate) -> Initiated:
        if request.attachments or request.edit_of:
            raise RequestRefused("invalid", "Messages have no attachments here, and are not edited.")
        answer = await off_loop(conversations.ask)(user, _id_of(stream), request.request_id, request.message)
        # The rows are committed, so the request has succeeded even if a store fails now: a worker's sweep finds them.
        await run_if_possible(announce(answer.conversation_id))
        return turns.to_initiated(answer)

    async def retry(self, user: Any, stream: str | None, request: Retry) -> Initiated:
        conversation_id = _id_of(stream) if stream else None
        old = await off_loop(conversations.get_answer)(user, conversation_id, request.assistant_message_id)
        answer = await off_loop(conversations.ask_again)(user, old, request.request_id)
        await run_if_possible(announce(answer.conversation_id))
        return turns.to_initiated(answer)

    async def stop(self, user: Any, stream: str | None, assistant_message_id: UUID) -> None:
        conversation_id = _id_of(stream) if stream else None
        answer = await off_loop(conversations.get_answer)(user, conversation_id, assistant_message_id)
        stopped = await off_loop(turns.request_stop)(answer)
        if not stopped.waiting:
            await stops.publish(answer.pk)
        await announce(answer.conversation_id)

    async def decide(self, user: Any, stream: str | None, request: Decide) -> Decided:
        conversation_id = _id_of(stream) if stream else None
        answer = await off_loop(conversations.get_answer)(user, conversation_id, request.assistant_message_id)
        await persist_briefly(approvals.decide)(answer, request.tool_call_id, request.decision)
        await run_if_possible(announce(answer.conversation_id))
        return approvals.to_decided(request)

    async def steer(self, user: Any, stream: str | None, request: Steer) -> Steered:
        conversation_id = _id_of(stream) if stream else None
        answer = await off_loop(conversations.get_answer)(user, conversation_id, request.assistant_message_id)
        await persist_briefly(steering.steer)(answer, request.request_id, request.text)
        await run_if_possible(flush(answer.conversation_id))
        return steering.to_steered(request)

    async def snapshot(self, user: Any, stream: str) -> Snapshot:
        conversation_id = _id_of(stream)
        return await snapshot.take_snapshot(conversation_id, partial(conversations.read_rows, user, conversation_id))

    async def message(self, user: Any, message_id: UUID) -> MessageDocument:
        message = await off_loop(conversations.get_message)(user, message_id)
        return await snapshot.read_message(
            message.conversation_id, partial(conversations.read_message, user, message_id)
        )


def _id_of(stream: str) -> UUID:
    """A stream is named by its conversation's id, in the one form in which ids are written. Raises NotFound."""
    conversation_id = parse_uuid(stream)
    if conversation_id is None or str(conversation_id) != stream:
        raise NotFound("There is no such conversation.")
    return conversation_id


def _find_revoked(grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
    found = find_revoked_users(grants)
    rows = Conversation.objects.filter(pk__in={grant.stream for grant in grants})
    owned = {(owner_id, str(pk)) for owner_id, pk in rows.values_list("owner_id", "pk")}
    gone: dict[Grant, Revocation] = {
        grant: "gone" for grant in grants if grant not in found and (grant.user_id, grant.stream) not in owned
    }
    return {**found, **gone}
