"""A snapshot, true as of its `at`: head first, then the database, then the log's events of answers that have not ended."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatstream.log.entries import Position
from chatstream.log.event_log import Log, get_log
from chatstream.wire.errors import NotFound
from chatstream.wire.views import MessageDocument, MessageView, Snapshot, StatePart
from projects import revisions
from projects.actions import get_project
from projects.database import off_loop
from projects.logged_messages import EventKeys, event_keys_after, logged_state_at, position_before_long_text
from projects.message_pages import limit_page, read_page
from projects.message_view import add_related_rows, view, view_from_events, view_without_events
from projects.models import Message, OutboxEvent, Project, projects_for
from projects.outbox import flush


@dataclass(frozen=True, slots=True)
class _Rows:
    project: Project
    messages: list[Message]
    more: bool
    storyboard: dict[str, Any] | None
    waiting: EventKeys  # of events in the outbox


async def take_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """For a reader who follows: a long text that is still being written is left to the events after `at`.

    Raises NotFound, RedisError.
    """
    return await _take(user, project_id, until_long_text=True)


async def take_whole_snapshot(user: Any, project_id: UUID) -> Snapshot:
    """True as of the newest event, with every text of the page; a page of at most PAGE_MAX_BYTES. Raises NotFound, RedisError."""
    snapshot = await _take(user, project_id, until_long_text=False)
    messages, more = limit_page(snapshot.messages, snapshot.project["more"])
    return snapshot.model_copy(update={"messages": messages, "project": {**snapshot.project, "more": more}})


async def read_message(user: Any, message_id: UUID) -> MessageDocument:
    """One message, whole, as of the newest event. Raises NotFound, RedisError."""
    project_id = await _project_of(user, message_id)
    log = get_log()
    await flush(project_id)
    at = await log.head(str(project_id))
    message, waiting = await _read_row(message_id)
    missing = waiting | await event_keys_after(log, project_id, at)
    result = await _view_at(log, at, message, missing)
    return MessageDocument(at=str(at), **{name: getattr(result, name) for name in MessageView.model_fields})


async def _take(user: Any, project_id: UUID, until_long_text: bool) -> Snapshot:
    """`missing`: the events that the log does not have, or has only after `at`. A message whose end is among them is shown
    from the log's events up to `at`, not from its row: else the deltas that follow would come twice.
    """
    log = get_log()
    await flush(project_id)
    at = await log.head(str(project_id))
    rows = await _read_rows(user, project_id)
    missing = rows.waiting | await event_keys_after(log, project_id, at)
    if until_long_text:
        answers = [message for message in rows.messages if _is_open(message, missing)]
        earlier = await position_before_long_text(log, at, answers)
        if earlier != at:
            at, missing = earlier, rows.waiting | await event_keys_after(log, project_id, earlier)
    messages = [message for message in rows.messages if ("message_created", message.pk) not in missing]
    return Snapshot(
        at=str(at),
        project=project_view(rows.project, more=rows.more),
        messages=[await _view_at(log, at, message, missing) for message in messages],
        state={"storyboard": _storyboard_part(rows.storyboard)},
    )


def _storyboard_part(storyboard: dict[str, Any] | None) -> StatePart:
    return StatePart(value=storyboard, substitute={"storyboard_revision": storyboard["revision"]} if storyboard else {})


def _is_open(message: Message, missing: EventKeys) -> bool:
    """Whether the message had not ended as of the snapshot."""
    return message.role != "user" and (not message.ended or ("finalized", message.pk) in missing)


async def _view_at(log: Log, at: Position, message: Message, missing: EventKeys) -> MessageView:
    if not _is_open(message, missing):
        return view(message)
    state = await logged_state_at(log, message.project_id, at, message.pk)
    return view_without_events(message) if state is None else view_from_events(message, state)


def project_view(project: Project, more: bool) -> dict[str, Any]:
    return {"id": str(project.pk), "title": project.title, "more": more, "chosen_scene": project.chosen_scene or None}


@off_loop
def _project_of(user: Any, message_id: UUID) -> UUID:
    message = Message.objects.filter(project__in=projects_for(user), pk=message_id).only("project_id").first()
    if message is None:
        raise NotFound("There is no such message.")
    return message.project_id


@off_loop
def _read_row(message_id: UUID) -> tuple[Message, EventKeys]:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise NotFound("There is no such message.")
    add_related_rows([message])
    return message, set(OutboxEvent.objects.filter(project=message.project_id).values_list("type", "message_id"))


@off_loop
def _read_rows(user: Any, project_id: UUID) -> _Rows:
    project = get_project(user, project_id)
    messages, more = read_page(project, None)
    waiting = OutboxEvent.objects.filter(project=project).values_list("type", "message_id")
    return _Rows(project, messages, more, revisions.to_snapshot(revisions.current(project.pk)), set(waiting))
