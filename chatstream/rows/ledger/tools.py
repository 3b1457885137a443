"""Tool calls: a row before the tool runs; its effect, its result and the event in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from chatstream.rows.ledger.rows import Claim, count_progress, lock_claimed, milliseconds_between
from chatstream.rows.models import AbstractToolCall
from chatstream.rows.outbox import record
from chatstream.rows.registry import tool_call_model
from chatstream.rows.rollback import rollback_hooks
from chatstream.wire.base import Approval
from chatstream.wire.events import ToolResult, ToolStart


@dataclass(frozen=True, slots=True)
class ToolOutcome:
    """The result of a tool call. `payload` is shown to the person and given to the model."""

    success: bool
    payload: dict[str, Any]
    error: str | None = None
    revision: int | None = None  # of the video, if the call changed it


def start_tool(
    claim: Claim,
    step: int,
    index: int,
    request_id: str,
    name: str,
    title: str,
    arguments: dict[str, Any],
    offset: int = 0,
    reasoning_offset: int = 0,
) -> AbstractToolCall:
    """Write the row of a tool call, before it runs. Raises Fenced."""
    place = {"offset": offset, "reasoning_offset": reasoning_offset}
    values = {"request_id": request_id, "name": name, "title": title, "arguments": arguments, **place}
    with lock_claimed(claim) as message:
        call, _ = message.tool_calls.get_or_create(step=step, index=index, defaults=values)
        return cast(AbstractToolCall, call)


def start_event(call: AbstractToolCall) -> ToolStart:
    """What readers are told when the call begins, and once more when another owner goes on with it."""
    return ToolStart(
        message_id=call.message_id,
        tool_call_id=call.pk,
        name=call.name,
        title=call.title,
        offset=call.offset,
        reasoning_offset=call.reasoning_offset,
        arguments=call.arguments,
        approval=cast("Approval | None", call.approval or None),
    )


def begin_tool(claim: Claim, call: AbstractToolCall) -> bool:
    """Mark a call that must not run twice as begun by this owner. False if an earlier one has begun it. Raises Fenced."""
    with lock_claimed(claim):
        row = tool_call_model().objects.get(pk=call.pk)
        if row.begun_by is None:
            row.begun_by = claim.fence
            row.save(update_fields=["begun_by"])
        return bool(row.begun_by == claim.fence)


def finish_tool(claim: Claim, call: AbstractToolCall, commit: Callable[[], ToolOutcome]) -> ToolOutcome:
    """Run the tool's effect `commit`, write its result and record the event, in one transaction; updates `call` in place.

    A call that has ended stays as it is: `commit` is not called. Raises Fenced, whatever `commit` does.
    """
    with rollback_hooks(), lock_claimed(claim) as message:
        row = tool_call_model().objects.get(pk=call.pk)
        if row.status == AbstractToolCall.Status.RUNNING:
            outcome = commit()
            write_result(row, outcome, milliseconds_between(row.started, message.now), claim.stream_id)
            count_progress(message)
        else:
            outcome = ToolOutcome(row.status == AbstractToolCall.Status.SUCCESS, row.payload or {}, row.error)
    call.status, call.payload, call.error, call.elapsed_ms = row.status, row.payload, row.error, row.elapsed_ms
    return outcome


def write_result(call: AbstractToolCall, outcome: ToolOutcome, elapsed_ms: int, stream_id: Any) -> None:
    """The result of a call and its event, in a transaction that holds the row of its answer."""
    call.status = AbstractToolCall.Status.SUCCESS if outcome.success else AbstractToolCall.Status.ERROR
    call.payload, call.error, call.elapsed_ms = outcome.payload, outcome.error, elapsed_ms
    call.revision = outcome.revision
    call.save(update_fields=["status", "payload", "error", "elapsed_ms", "revision"])
    record(
        stream_id,
        ToolResult(
            message_id=call.message_id,
            tool_call_id=call.pk,
            name=call.name,
            success=outcome.success,
            payload=outcome.payload,
            error=outcome.error,
            elapsed_ms=elapsed_ms,
            revision=outcome.revision,
        ),
    )
