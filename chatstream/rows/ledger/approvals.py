"""Calls that a person must allow: until they have decided, the run has no owner and is left alone."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chatstream.rows.ledger.rows import Claim, count_progress, lock_claimed
from chatstream.rows.ledger.tools import start_event, start_tool
from chatstream.rows.models import AbstractToolCall
from chatstream.rows.outbox import record
from chatstream.rows.registry import message_model, tool_call_model
from chatstream.wire.errors import Fenced
from chatstream.wire.events import ApprovalRequested

UNDECIDED = Q(status=AbstractToolCall.Status.RUNNING, approval=AbstractToolCall.Approval.REQUESTED)


def awaits_decision() -> Q:
    """The condition for an answer whose run goes on when a person has decided. One that shall stop does not wait for that."""
    return Q(Exists(tool_call_model().objects.filter(UNDECIDED, message=OuterRef("pk"))), stop_requested=False)


def is_awaiting_decision(message_id: UUID) -> bool:
    return cast(bool, message_model().objects.filter(awaits_decision(), pk=message_id).exists())


def request_approval(claim: Claim, *call: Any) -> AbstractToolCall:
    """Write the row of a call that a person must allow, and record its events. `call`: as `start_tool` has it. Raises Fenced."""
    with lock_claimed(claim) as message:
        if message.claim_id is None:  # given up while this was under way: the next owner asks
            raise Fenced(str(claim.message_id))
        row = start_tool(claim, *call)
        if not row.approval:
            row.approval = AbstractToolCall.Approval.REQUESTED
            row.save(update_fields=["approval"])
            count_progress(message)
            record(claim.stream_id, start_event(row))
            record(
                claim.stream_id,
                ApprovalRequested(
                    message_id=claim.message_id,
                    tool_call_id=row.pk,
                    name=row.name,
                    title=row.title,
                    arguments=row.arguments,
                ),
            )
        return row
