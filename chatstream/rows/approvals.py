"""What a person decides about a tool call that waits for it, as rows: whether or not its run has an owner. All of these block."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from chatstream.rows import clock
from chatstream.rows.ledger import ToolOutcome
from chatstream.rows.ledger.approvals import UNDECIDED
from chatstream.rows.ledger.tools import write_result
from chatstream.rows.models import AbstractMessage, AbstractToolCall
from chatstream.rows.outbox import record
from chatstream.rows.registry import message_model, tool_call_model
from chatstream.wire.base import Decision
from chatstream.wire.errors import NotFound, RequestRefused
from chatstream.wire.events import ApprovalDecided
from chatstream.wire.replies import Decided
from chatstream.wire.requests import Decide

DECLINED = "This was declined, so it was not done."  # for the person, and for the model as the result of its call

_ALREADY = {"approved": "This was allowed already.", "declined": "This was declined already."}


def decide(answer: AbstractMessage, tool_call_id: UUID, decision: Decision) -> None:
    """Allow a call, or decline it. Harmless to repeat; the run goes on when none of its calls waits any more.

    Raises NotFound, RequestRefused (`conflict`) for a call that does not wait, or was decided otherwise.
    """
    with transaction.atomic():
        message = message_model().objects.select_for_update().get(pk=answer.pk)
        call = tool_call_model().objects.filter(pk=tool_call_id, message=message).first()
        if call is None:
            raise NotFound("There is no such tool call.")
        if call.approval == decision:
            return
        _require_undecided(call, message)
        call.approval, call.started = decision, Now()
        call.save(update_fields=["approval", "started"])
        record(message.stream_id, ApprovalDecided(message_id=message.pk, tool_call_id=call.pk, decision=decision))
        if decision == "declined":
            write_result(call, ToolOutcome(False, {}, DECLINED), 0, message.stream_id)


def to_decided(request: Decide) -> Decided:
    return Decided(**request.model_dump(exclude={"type"}))


def decline_expired(seconds: float) -> None:
    """Decline what nobody has decided within `seconds`. The runs go on with the next sweep."""
    runs = message_model().objects.filter(status=AbstractMessage.Status.RUNNING, stop_requested=False)
    calls = tool_call_model().objects.filter(UNDECIDED, message__in=runs, started__lt=clock.now(seconds))
    for call in calls.select_related("message"):
        with suppress(RequestRefused):  # decided, or ended, meanwhile
            decide(call.message, call.pk, "declined")


def _require_undecided(call: AbstractToolCall, message: AbstractMessage) -> None:
    """Raises RequestRefused (`conflict`)."""
    if not call.approval:
        raise RequestRefused("conflict", "This tool call needs no approval.")
    if call.approval != AbstractToolCall.Approval.REQUESTED:
        raise RequestRefused("conflict", _ALREADY[call.approval])
    if message.ended or message.stop_requested:
        raise RequestRefused("conflict", "This answer was stopped; there is nothing to decide any more.")
