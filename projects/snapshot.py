"""A snapshot, true as of its `at`: head first, then the database, then what the log says of answers still in the making."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from chatstream.events import MessageError, MessageStatus, MessageView, Snapshot, ToolCallView, ToolStatus
from chatstream.log import Log, get_log
from chatstream.resume import Entry, MessageState, Position, fold
from projects import revisions
from projects.actions import attached, get_project
from projects.database import off_loop
from projects.models import Message, OutboxEvent, Project, ToolCall
from projects.outbox import drain

# As a list: a related manager for each message would take longer than all queries together.
_CALLS = Prefetch("tool_calls", to_attr="calls")

MESSAGES = 50  # the newest page; older ones are fetched when the reader scrolls up


@dataclass(frozen=True, slots=True)
class _Rows:
    project: Project
    messages: list[Message]
    more: bool
    storyboard: dict[str, Any] | None
    unsaid: set[tuple[str, UUID | None]]  # (event type, message) of facts that wait in the outbox


async def take_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """Raises NotFound, RedisError.

    A message that ended after the head was read is shown as the log has it at the head, not as its row has it already:
    else the deltas that follow would come twice.
    """
    log = get_log()
    await drain(project_id)
    at = await log.head(project_id)
    rows = await _read_rows(user, project_id)
    [later] = await log.read_after([(project_id, at)])
    news = rows.unsaid | {(entry.type, _uuid(entry.message_id)) for entry in later}
    messages = [message for message in rows.messages if ("message_created", message.pk) not in news]
    return Snapshot(
        at=str(at),
        project=project_view(rows.project, more=rows.more),
        messages=[await _view_at(log, at, message, news) for message in messages],
        storyboard=rows.storyboard,
    )


async def _view_at(log: Log, at: Position, message: Message, news: set[tuple[str, UUID | None]]) -> MessageView:
    if message.role == "user" or (message.ended and ("finalized", message.pk) not in news):
        return view(message)
    state = await _state_at(log, message.project_id, at, message.pk)
    return _view_unheard_of(message) if state is None else _view_in_the_making(message, state)


def project_view(project: Project, more: bool) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "more": more, "chosen_scene": project.chosen_scene or None}


def older_messages(user: Any, project_id: UUID, before: UUID | None) -> tuple[list[MessageView], bool]:
    """The page of messages before `before`, oldest first, and whether there are more. Blocks. Raises NotFound."""
    project = get_project(user, project_id)
    edge = project.messages.filter(pk=before).values_list("position", flat=True).first() if before else None
    messages, more = _page(project, edge)
    return [view(message) for message in messages], more


@off_loop
def _read_rows(user: Any, project_id: UUID) -> _Rows:
    project = get_project(user, project_id)
    messages, more = _page(project, None)
    unsaid = OutboxEvent.objects.filter(project=project).values_list("type", "message_id")
    return _Rows(project, messages, more, revisions.shown(revisions.current(project.pk)), set(unsaid))


def with_calls(messages: QuerySet[Message]) -> QuerySet[Message]:
    """The same messages, each with what `view` needs of it."""
    return messages.prefetch_related(_CALLS, "attachments")


def _page(project: Project, before: int | None) -> tuple[list[Message], bool]:
    rows = with_calls(project.messages.order_by("-position"))
    if before is not None:
        rows = rows.filter(position__lt=before)
    newest = list(rows[: MESSAGES + 1])
    return newest[:MESSAGES][::-1], len(newest) > MESSAGES


async def text_in_the_log(project_id: UUID, message_id: UUID) -> str:
    """The text of a message as people have seen it so far; empty if the log has nothing of it. Raises RedisError."""
    log = get_log()
    state = await _state_at(log, project_id, await log.head(project_id), message_id)
    return state.content if state else ""


async def _state_at(log: Log, project_id: UUID, at: Position, message_id: UUID) -> MessageState | None:
    """What the log's events up to `at` make of a message, read backwards as far as needed; None if it has none."""
    wanted: list[Entry] = []
    until = at
    while True:
        page = await log.read_back(project_id, until)
        mine = [entry for entry in page if entry.message_id == str(message_id)]
        wanted = mine + wanted
        if not page or page[0].before.seq == 0 or any(entry.type == "message_created" for entry in mine):
            return fold(entry.event() for entry in wanted) if wanted else None
        until = page[0].before


def view(message: Message) -> MessageView:
    """A row as clients see it."""
    return MessageView(
        **_identity(message),
        content=message.content,
        attachments=attached(message),
        status=cast(MessageStatus, message.status),
        attempt=message.attempt,
        error=MessageError(**message.error) if message.error else None,
        usage=message.usage,
        elapsed_ms=message.elapsed_ms,
        first_token_ms=message.first_token_ms,
        tool_calls=[_tool_call(call) for call in _calls(message)],
    )


def _view_in_the_making(message: Message, state: MessageState) -> MessageView:
    """An answer that had not ended as of the snapshot, as its events tell it."""
    ended = state.ended or {}
    return MessageView(
        **_identity(message),
        content=state.content,
        status=cast(MessageStatus, state.status),
        attempt=state.attempt,
        phase=None if ended else state.phase,
        error=MessageError(**state.error) if state.error else None,
        usage=ended.get("usage"),
        elapsed_ms=ended.get("elapsed_ms"),
        first_token_ms=ended.get("first_token_ms"),
        tool_calls=_tool_calls(message, state),
    )


def _view_unheard_of(message: Message) -> MessageView:
    """An answer of which a new log has no word yet. If it has ended, that is said with its text, and not here."""
    if not message.ended:
        return view(message)
    return _view_in_the_making(message, MessageState(status="running", attempt=message.attempt))


def _identity(message: Message) -> dict[str, Any]:
    return {
        "id": message.pk,
        "role": message.role,
        "created": round(message.created.timestamp() * 1000),
        "started": round(message.started.timestamp() * 1000) if message.started else None,
        "request_id": message.request_id,
        "retry_of": message.retry_of_id,
    }


def _tool_calls(message: Message, state: MessageState) -> list[ToolCallView]:
    """Finished calls that a new log has never heard of come from the ledger; the log knows all others better."""
    known = {UUID(key) for key in state.tool_calls}
    finished = [call for call in _calls(message) if call.pk not in known and call.status != "running"]
    return [_tool_call(call) for call in finished] + [ToolCallView(**call) for call in state.tool_calls.values()]


def _calls(message: Message) -> list[ToolCall]:
    return cast(list[ToolCall], vars(message)["calls"])


def _tool_call(call: ToolCall) -> ToolCallView:
    return ToolCallView(
        tool_call_id=call.pk,
        name=call.name,
        title=call.title,
        arguments=call.arguments,
        status=cast(ToolStatus, call.status),
        payload=call.payload,
        error=call.error,
        started=round(call.started.timestamp() * 1000),
        elapsed_ms=call.elapsed_ms,
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
