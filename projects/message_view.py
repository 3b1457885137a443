"""A message as clients see it: from its rows, or from its events in the log."""

from collections import defaultdict
from typing import Any, cast
from uuid import UUID

from chatstream.follow.fold import MessageState
from chatstream.wire.base import MessageStatus, ToolStatus
from chatstream.wire.views import MessageError, MessageView, ToolCallView
from projects.actions import attachments_of
from projects.branches import versions_of
from projects.clock import to_milliseconds
from projects.models import Asset, Message, ToolCall


def add_related_rows(messages: list[Message]) -> None:
    """What `view` needs of them (tool calls, pictures, versions), as plain lists beside each message.

    `prefetch_related` would tie each message to its calls and pictures in a circle: memory that is only free again when
    the collector has come round, and a server reads a page for every reader that comes.
    """
    ids = [message.pk for message in messages]
    calls: dict[UUID, list[ToolCall]] = defaultdict(list)
    for call in ToolCall.objects.filter(message__in=ids):
        calls[call.message_id].append(call)
    pictures: dict[UUID, list[Asset]] = defaultdict(list)
    links = Message.attachments.through.objects.filter(message__in=ids).select_related("asset")
    for link in links.order_by("asset__created", "asset__id"):
        pictures[link.message_id].append(link.asset)
    versions = versions_of(messages)
    for message in messages:
        vars(message).update(calls=calls[message.pk], pictures=pictures[message.pk], versions=versions.get(message.pk))


def view(message: Message) -> MessageView:
    """A row as clients see it."""
    return MessageView(
        **_identity(message),
        content=message.content,
        reasoning=message.reasoning or None,
        attachments=attachments_of(vars(message)["pictures"]),
        status=cast(MessageStatus, message.status),
        finish_reason=message.finish_reason or None,
        attempt=message.attempt,
        error=MessageError(**message.error) if message.error else None,
        usage=message.usage,
        elapsed_ms=message.elapsed_ms,
        first_token_ms=message.first_token_ms,
        tool_calls=[_tool_call(call) for call in _calls(message)],
    )


def view_from_events(message: Message, state: MessageState) -> MessageView:
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
    )


def view_without_events(message: Message) -> MessageView:
    """An answer the current log has no events for. Its end, if any, arrives as an event, so it is shown as running."""
    if not message.ended:
        return view(message)
    return view_from_events(message, MessageState(status="running", attempt=message.attempt))


def _identity(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "role": message.role,
        "created": to_milliseconds(message.created),
        "started": to_milliseconds(message.started) if message.started else None,
        "request_id": message.request_id,
        "retry_of": message.retry_of_id,
        "versions": vars(message)["versions"],
    }


def _tool_calls(message: Message, state: MessageState) -> list[ToolCallView]:
    """Finished calls that the log has no events for come from the ledger; all others from the log, except for parts that
    were too large for an event.
    """
    rows = {str(call.pk): call for call in _calls(message)}
    finished = [call for key, call in rows.items() if key not in state.tool_calls and call.status != "running"]
    logged = [_with_large_parts(call, rows.get(key)) for key, call in state.tool_calls.items()]
    return [_tool_call(call) for call in finished] + logged


def _with_large_parts(call: dict[str, Any], row: ToolCall | None) -> ToolCallView:
    view = ToolCallView(**call)
    if row is not None and view.arguments is None:
        view = view.model_copy(update={"arguments": row.arguments})
    if row is not None and view.payload is None and view.status in ("success", "error"):
        view = view.model_copy(update={"payload": row.payload})
    return view


def _calls(message: Message) -> list[ToolCall]:
    return cast(list[ToolCall], vars(message)["calls"])


def _tool_call(call: ToolCall) -> ToolCallView:
    return ToolCallView(
        tool_call_id=call.pk,
        name=call.name,
        title=call.title,
        offset=call.offset,
        reasoning_offset=call.reasoning_offset,
        arguments=call.arguments,
        status=cast(ToolStatus, call.status),
        payload=call.payload,
        error=call.error,
        started=to_milliseconds(call.started),
        elapsed_ms=call.elapsed_ms,
        revision=call.revision,
    )
