"""The backend that chatstream's doors call: authorisation, turns, snapshots."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any
from uuid import UUID

from chatstream.follow.grant import Grant, Revocation
from chatstream.log.event_log import get_log
from chatstream.rows import approvals, steering, turns
from chatstream.rows.database import off_loop, persist_briefly
from chatstream.rows.outbox import flush, run_if_possible
from chatstream.run import stops
from chatstream.run.lifecycle import announce
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.parsing import parse_uuid
from chatstream.wire.replies import Decided, Initiated, Steered
from chatstream.wire.requests import Decide, Initiate, Retry, Steer
from chatstream.wire.views import MessageDocument, Snapshot
from orchestrator.run import limits
from projects import actions
from projects.access.credentials import find_revoked
from projects.limits.rates import admit_stream
from projects.models import Message
from projects.scope import require_write
from projects.snapshot import read_message, take_snapshot

# Answers that end, and logs that expire, make room.
_FULL, _FULL_SECONDS = "The server has no memory for new answers right now. Try again in {} s.", 30


class ChatBackend:
    """See chatstream.backend.Backend. Every method loads through the user, which is the authorisation."""

    async def authorize(self, user: Any, stream: str) -> None:
        await off_loop(actions.get_project)(user, _project_id(stream))

    async def find_revoked(self, grants: Sequence[Grant]) -> Mapping[Grant, Revocation]:
        return await off_loop(find_revoked)(grants)

    async def admit_stream(self, user: Any) -> AbstractAsyncContextManager[None]:
        return await admit_stream(user.pk)

    async def has_ended(self, user: Any, stream: str, assistant_message_id: UUID) -> bool:
        project_id = _project_id(stream)
        answer = await off_loop(actions.get_answer)(user, project_id, assistant_message_id)
        if answer.ended:
            await flush(project_id)
        return answer.ended

    async def initiate(self, user: Any, stream: str, request: Initiate) -> Initiated:
        require_write(user)
        await self.authorize(user, stream)
        project_id = _project_id(stream)
        answer = await off_loop(turns.find_turn)(project_id, request.request_id)
        if answer is None:
            write = partial(
                actions.start_turn,
                project_id,
                request.request_id,
                request.message,
                request.attachments,
                edit_of=request.edit_of,
                author=user,
            )
            answer = await _admit_and_write(user, project_id, request.request_id, write)
        await _announce_if_possible(project_id)
        return turns.to_initiated(answer)

    async def retry(self, user: Any, stream: str | None, request: Retry) -> Initiated:
        require_write(user)
        old = await off_loop(actions.get_answer)(
            user, _project_id(stream) if stream else None, request.assistant_message_id
        )
        answer = await off_loop(turns.find_turn)(old.project_id, request.request_id)
        if answer is None:
            write = partial(
                actions.retry_turn, old, request.request_id, discard_later=request.discard_later, author=user
            )
            answer = await _admit_and_write(user, old.project_id, request.request_id, write)
        await _announce_if_possible(old.project_id)
        return turns.to_initiated(answer)

    async def stop(self, user: Any, stream: str | None, assistant_message_id: UUID) -> None:
        require_write(user)
        answer = await off_loop(actions.get_answer)(user, _project_id(stream) if stream else None, assistant_message_id)
        stopped = await off_loop(turns.request_stop)(answer)
        if stopped.waiting and stopped.message.request_id is not None:
            await limits.release(user.pk, answer.project_id, stopped.message.request_id)
        else:
            await stops.publish(answer.pk)
        await announce(answer.project_id)

    async def decide(self, user: Any, stream: str | None, request: Decide) -> Decided:
        require_write(user)
        project_id = _project_id(stream) if stream else None
        answer = await off_loop(actions.get_answer)(user, project_id, request.assistant_message_id)
        await persist_briefly(approvals.decide)(answer, request.tool_call_id, request.decision)
        await _announce_if_possible(answer.project_id)
        return approvals.to_decided(request)

    async def steer(self, user: Any, stream: str | None, request: Steer) -> Steered:
        require_write(user)
        project_id = _project_id(stream) if stream else None
        answer = await off_loop(actions.get_answer)(user, project_id, request.assistant_message_id)
        await limits.admit_steering(user.pk, answer.project_id, request.request_id)
        await persist_briefly(steering.steer)(answer, request.request_id, request.text)
        await run_if_possible(flush(answer.project_id))
        return steering.to_steered(request)

    async def snapshot(self, user: Any, stream: str) -> Snapshot:
        return await take_snapshot(user, _project_id(stream))

    async def message(self, user: Any, message_id: UUID) -> MessageDocument:
        return await read_message(user, message_id)


def _project_id(stream: str) -> UUID:
    """A stream is named by its project's id, in the one form in which ids are written here. Raises NotFound."""
    project_id = parse_uuid(stream)
    if project_id is None or str(project_id) != stream:
        raise NotFound
    return project_id


async def _announce_if_possible(project_id: UUID) -> None:
    """The rows are committed, so the request has succeeded even if a store fails now: the sweep announces them then."""
    await run_if_possible(announce(project_id))


async def _admit_and_write(user: Any, project_id: UUID, request_id: UUID, write: Callable[[], Message]) -> Message:
    """Count the request, then write its rows; if that fails, undo the count. Raises RequestRefused, RedisError."""
    if (await get_log().read_memory(str(project_id))).is_full:
        raise RequestRefused("unavailable", _FULL.format(_FULL_SECONDS), _FULL_SECONDS)
    entry = await limits.admit(user.pk, project_id, request_id)
    try:
        return await off_loop(write)()
    except Exception:
        await entry.refund()
        raise
