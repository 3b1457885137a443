"""The finished calls of the model."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from chatstream.rows.ledger.rows import Claim, count_progress, lock_claimed
from projects.models import Message, Step
from projects.usage import total


def record_step(claim: Claim, step: Step) -> None:
    """Write a finished call of the model, before any of its tools runs; `step` is not saved yet. Raises Fenced."""
    with lock_claimed(claim) as message:
        if not Step.objects.filter(message_id=claim.message_id, number=step.number).exists():
            step.pk, step.message_id = None, message.pk  # an earlier try may have been rolled back
            step.save(force_insert=True)
            count_progress(message)


def add_usage(claim: Claim, number: int, usage: Mapping[str, Any]) -> None:
    """Add what a tool has used to the usage of its step."""
    step = Step.objects.get(message_id=claim.message_id, number=number)
    step.usage = total([step.usage, usage])
    step.save(update_fields=["usage"])


def record_cut_call(claim: Claim, fence: int, usage: Mapping[str, Any]) -> None:
    """Write what the call of the owner with this fence had used that was gone before its end. Raises Fenced."""
    with lock_claimed(claim) as locked:
        message = cast(Message, locked)
        message.cut_calls[str(fence)] = usage
        message.save(update_fields=["cut_calls"])


def has_failed_empty(message_id: UUID) -> bool:
    """Whether the run failed before the model wrote or did anything."""
    failed = Message.objects.filter(pk=message_id, status="error", content="")
    return failed.filter(steps=None, tool_calls=None).exists()
