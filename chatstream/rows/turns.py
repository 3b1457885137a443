"""What a person does in a stream, as rows: ask, ask for another answer, stop. All of these block.

They belong into a transaction of yours that holds the row of the stream (`select_for_update`): positions are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chatstream.rows.models import AbstractMessage
from chatstream.rows.outbox import record
from chatstream.rows.registry import message_model, of_stream
from chatstream.wire.base import MessageStatus, Role
from chatstream.wire.errors import RequestRefused
from chatstream.wire.events import Finalized, MessageCreated, Status
from chatstream.wire.replies import Initiated

MAX_QUEUED = 20  # turns of one stream that may wait; a person can't read more answers than that


@dataclass(frozen=True, slots=True)
class StoppedTurn:
    """`waiting`: it never ran and has ended already; else its run must be stopped."""

    message: AbstractMessage
    waiting: bool


def find_turn(stream_id: Any, request_id: UUID) -> Any:
    """The answer that an earlier request with this id has started, or None."""
    return message_model().objects.filter(**of_stream(stream_id), role="assistant", request_id=request_id).first()


def to_initiated(answer: AbstractMessage) -> Initiated:
    assert answer.request_id is not None
    assert answer.answers_id is not None  # an answer has both
    return Initiated(request_id=answer.request_id, user_message_id=answer.answers_id, assistant_message_id=answer.pk)


def create_question(stream_id: Any, request_id: UUID, text: str, **fields: Any) -> Any:
    """The row of a person's message; `fields`: yours. Call `record_created` when all of it is written."""
    return message_model().objects.create(
        **of_stream(stream_id),
        **fields,
        position=_next_position(stream_id),
        role="user",
        content=text,
        status="success",
        request_id=request_id,
        finished=timezone.now(),
    )


def create_answer(stream_id: Any, question: AbstractMessage, request_id: UUID, **fields: Any) -> Any:
    """The placeholder of an answer, and its events. Raises RequestRefused (`conflict`) if too many turns wait."""
    waiting = message_model().objects.unfinished_answers().filter(**of_stream(stream_id)).count()
    if waiting >= MAX_QUEUED:
        raise RequestRefused("conflict", f"{MAX_QUEUED} messages are waiting already; let some be answered first.")
    answer = message_model().objects.create(
        **of_stream(stream_id),
        **fields,
        position=_next_position(stream_id),
        role="assistant",
        status="pending",
        request_id=request_id,
        answers=question,
    )
    record_created(answer, {})
    if waiting:
        record(stream_id, Status(message_id=answer.pk, status="queued", attempt=0))
    return answer


def record_created(message: AbstractMessage, fields: Mapping[str, Any]) -> None:
    """The event of a new message. `fields`: what else it has, as `MessageCreated` names it."""
    record(
        message.stream_id,
        MessageCreated(
            message_id=message.pk,
            role=cast(Role, message.role),
            content=message.content,
            status=cast(MessageStatus, message.status),
            request_id=message.request_id,
            retry_of=message.retry_of_id,
            **fields,
        ),
    )


def request_stop(answer: AbstractMessage) -> StoppedTurn:
    """Request the end of a run. A turn that still waits ends at once."""
    with transaction.atomic():
        answer = message_model().objects.select_for_update().get(pk=answer.pk)
        if answer.status == AbstractMessage.Status.PENDING:
            answer.status, answer.finished, answer.elapsed_ms = AbstractMessage.Status.CANCELLED, timezone.now(), 0
            answer.save(update_fields=["status", "finished", "elapsed_ms"])
            record(answer.stream_id, Finalized(message_id=answer.pk, status="cancelled", content="", elapsed_ms=0))
            return StoppedTurn(answer, waiting=True)
        if answer.status == AbstractMessage.Status.RUNNING and not answer.stop_requested:
            answer.stop_requested = True
            answer.save(update_fields=["stop_requested"])
            record(answer.stream_id, Status(message_id=answer.pk, status="stopping", attempt=answer.attempt))
        return StoppedTurn(answer, waiting=False)


def _next_position(stream_id: Any) -> int:
    return (message_model().objects.filter(**of_stream(stream_id)).aggregate(last=Max("position"))["last"] or 0) + 1
