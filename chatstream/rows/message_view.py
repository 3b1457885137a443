"""A message as clients see it: from its rows, or from its events in the log."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from chatstream.follow.fold import MessageState
from chatstream.rows.clock import to_milliseconds
from chatstream.rows.models import AbstractMessage, AbstractToolCall
from chatstream.rows.registry import tool_call_model
from chatstream.wire.base import Approval, MessageStatus, ToolStatus
from chatstream.wire.views import MessageError, MessageView, SteeringView, ToolCallView


def add_tool_calls(messages: Sequence[AbstractMessage]) -> None:
    """Their tool calls, as a plain list beside each message.

    `prefetch_related` would tie each message to its calls in a circle: memory that is only free again when the collector has
    come round, and a server reads a page for every reader that comes.
    """
    calls: dict[UUID, list[AbstractToolCall]] = defaultdict(list)
    for call in tool_call_model().objects.filter(message__in=[message.pk for message in messages]):
        calls[call.message_id].append(call)
    for message in messages:
        vars(message)["calls"] = calls[message.pk]


def add_view_fields(message: AbstractMessage, **fields: Any) -> None:
    """Fields of MessageView that your rows have besides: `attachments`, `versions`."""
    vars(message)["view_fields"] = fields


def view(message: AbstractMessage) -> MessageView:
    """A row as clients see it. `add_tool_calls` was called before."""
    return MessageView(
        **_identity(message),
        content=message.content,
        reasoning=message.reasoning or None,
        status=cast(MessageStatus, message.status),
        finish_reason=message.finish_reason or None,
        attempt=message.attempt,
        error=MessageError(**message.error) if message.error else None,
        usage=message.usage,
        elapsed_ms=message.elapsed_ms,
        first_token_ms=message.first_token_ms,
        tool_calls=[_tool_call(call) for call in _calls(message)],
        steerings=_steerings(message, {}),
    )


def view_from_events(message: AbstractMessage, state: MessageState) -> MessageView:
    """An answer that had not ended as of the snapshot, from its events."""
    ended = state.final_event or {}
    return MessageView(
        **_identity(message),
        content=state.content,
        reasoning=state.reasoning or None,
        status=cast(MessageStatus, state.status),
        finish_reason=ended.get("finish_reason"),
        attempt=state.attempt,
        phase=None if ended else state.phase,
        error=MessageError(**state.error) if state.error else None,
        usage=ended.get("usage"),
        elapsed_ms=ended.get("elapsed_ms"),
        first_token_ms=ended.get("first_token_ms"),
        tool_calls=_tool_calls(message, state),
        steerings=_steerings(message, state.steerings),
    )


def view_without_events(message: AbstractMessage) -> MessageView:
    """An answer the current log has no events for. Its end, if any, arrives as an event, so it is shown as running."""
    if not message.ended:
        return view(message)
    return view_from_events(message, MessageState(status="running", attempt=message.attempt))


def _identity(message: AbstractMessage) -> dict[str, Any]:
    return {
        "id": message.pk,
        "role": message.role,
        "created": to_milliseconds(message.created),
        "started": to_milliseconds(message.started) if message.started else None,
        "request_id": message.request_id,
        "retry_of": message.retry_of_id,
        **vars(message).get("view_fields", {}),
    }


def _tool_calls(message: AbstractMessage, state: MessageState) -> list[ToolCallView]:
    """Finished calls that the log has no events for come from the ledger; all others from the log, except for parts that
    were too large for an event.
    """
    rows = {str(call.pk): call for call in _calls(message)}
    finished = [call for key, call in rows.items() if key not in state.tool_calls and call.status != "running"]
    logged = [_with_large_parts(call, rows.get(key)) for key, call in state.tool_calls.items()]
    return [_tool_call(call) for call in finished] + logged


def _steerings(message: AbstractMessage, logged: dict[str, dict[str, Any]]) -> list[SteeringView] | None:
    """As the log has them; those that it has no event for as the row does."""
    in_row = {
        each["request_id"]: {name: each.get(name) for name in SteeringView.model_fields} for each in message.steerings
    }
    return [SteeringView(**each) for each in {**in_row, **logged}.values()] or None


def _with_large_parts(call: dict[str, Any], row: AbstractToolCall | None) -> ToolCallView:
    view = ToolCallView(**call)
    if row is not None and row.status == AbstractToolCall.Status.RUNNING:
        # A database that was set back has lost a decision of which the log tells: it must be made again.
        view = view.model_copy(update={"approval": row.approval or None})
    if row is not None and view.arguments is None:
        view = view.model_copy(update={"arguments": row.arguments})
    if row is not None and view.payload is None and view.status in ("success", "error"):
        view = view.model_copy(update={"payload": row.payload})
    return view


def _calls(message: AbstractMessage) -> list[AbstractToolCall]:
    return cast(list[AbstractToolCall], vars(message)["calls"])


def _tool_call(call: AbstractToolCall) -> ToolCallView:
    return ToolCallView(
        tool_call_id=call.pk,
        name=call.name,
        title=call.title,
        offset=call.offset,
        reasoning_offset=call.reasoning_offset,
        arguments=call.arguments,
        approval=cast("Approval | None", call.approval or None),
        status=cast(ToolStatus, call.status),
        payload=call.payload,
        error=call.error,
        started=to_milliseconds(call.started),
        elapsed_ms=call.elapsed_ms,
        revision=call.revision,
    )
