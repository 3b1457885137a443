"""What a person adds to an answer that is being written: a part of its row. These block."""

from typing import cast
from uuid import UUID

from django.db import transaction

from chatstream.rows.ledger.heartbeats import is_first_unfinished
from chatstream.rows.models import AbstractMessage
from chatstream.rows.outbox import record
from chatstream.rows.registry import message_model
from chatstream.wire.base import Role
from chatstream.wire.errors import RequestRefused
from chatstream.wire.events import Steering
from chatstream.wire.limits import STEERING_MAX_CHARS
from chatstream.wire.replies import Steered
from chatstream.wire.requests import Steer

MAX_STEERINGS = 20  # of one answer


def steer(answer: AbstractMessage, request_id: UUID, text: str) -> None:
    """Add `text` for the run to read. The same `request_id` again adds nothing.

    Raises RequestRefused: `too_late` if no run will read it, `conflict` if it is too much, or the answer waits for another one.
    """
    with transaction.atomic():
        message = message_model().objects.select_for_update().get(pk=answer.pk)
        if any(each["request_id"] == str(request_id) for each in message.steerings):
            return
        _require_open(message, text)
        event = Steering(message_id=message.pk, request_id=request_id, text=text)
        message.steerings = [*message.steerings, {"request_id": str(request_id), "text": text, "created": event.ts}]
        message.save(update_fields=["steerings"])
        record(message.stream_id, event)


def to_steered(request: Steer) -> Steered:
    return Steered(request_id=request.request_id, assistant_message_id=request.assistant_message_id)


def parts_of(message: AbstractMessage) -> list[tuple[Role, str]]:
    """`(role, text)` of a message in the order in which it was said: an answer is cut where its person was heard."""
    role, begin = cast(Role, message.role), 0
    parts: list[tuple[Role, str]] = []
    for each in message.steerings:
        end = max(begin, each.get("offset", len(message.content)))
        parts += [(role, message.content[begin:end]), ("user", each["text"])]
        begin = end
    return [part for part in [*parts, (role, message.content[begin:])] if part[1].strip()]


def _require_open(message: AbstractMessage, text: str) -> None:
    """Raises RequestRefused."""
    if message.ended or message.stop_requested or message.steering_closed:
        raise RequestRefused("too_late", "This answer is at its end. Send it as a message of its own.")
    if not message_model().objects.filter(is_first_unfinished(), pk=message.pk).exists():
        raise RequestRefused(
            "conflict", "This answer waits for an earlier one. Add to that one, or change the message that waits."
        )
    if len(message.steerings) >= MAX_STEERINGS:
        raise RequestRefused("conflict", f"{MAX_STEERINGS} times something was added to this answer. Wait for its end.")
    if sum(len(each["text"]) for each in message.steerings) + len(text) > STEERING_MAX_CHARS:
        raise RequestRefused("conflict", "This is too much to add to one answer. Wait for its end.")
